// Package bench measures the server on a company of a chosen size, beside the floor: both as processes of their own, on the same
// PostgreSQL, in short rounds that alternate, so that what else the machine does meets both alike. It prints ratios and keeps them in
// docs/performance.md. It may import anything, and nothing of the product imports it.
package bench
