// Package text takes in what people type: one Unicode form, no control characters, lengths as people count them; and shortens
// Markdown to the plain first words that feeds and search results show. It imports fault.
package text
