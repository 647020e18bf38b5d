// Package people knows the people of the company: who they are by single sign-on's (issuer, subject), their department, and the set
// of roles they hold, from groups or given in the product. It imports foundations only; package auth reaches it when somebody
// signs in, and hears through the Sessions interface when somebody has left.
package people
