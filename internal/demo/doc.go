// Package demo holds the demonstration: Havulinna ICT, a company that does not exist, its people and what they have said so far.
// It tells its story through the services, on a clock that it moves, so that nothing in it is there by another way than a
// user's or an import's. Only internal/app imports it; it may import the domains.
package demo
