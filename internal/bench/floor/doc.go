// Package floor is the least code that gives the answers which the product is measured beside: net/http, a pool of pgx, one indexed query a
// request (a transaction of two statements where counts move), encoding/json. It asks nobody who they are, knows no rights, checks no
// input, records nothing and renders nothing. It is what PostgreSQL and Go take at the least, and no way to build a product.
package floor
