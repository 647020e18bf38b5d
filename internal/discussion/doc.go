// Package discussion keeps comments on ideas and concepts: Markdown, one level of replies, edited and taken back by their authors. It
// imports the foundations only; what is commented on reaches it through an interface.
package discussion
