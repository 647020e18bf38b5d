// Package policy is the one table of who may do what. A rule is a set of roles and, where roles are not enough, facts: owner,
// named panel member, phase, state. What no rule allows is denied, and a rule can say nobody. Roles are sets, not a ladder.
//
// Services call Check first, with the actor right after ctx; lists use Scope; answers carry Can, so that the browser never works
// out rights by itself. It imports fault only.
package policy
