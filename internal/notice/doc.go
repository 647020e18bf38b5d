// Package notice tells people what became of what they said: a reader of the activity log that follows the lineage back to the
// contributions a step grew from and tells each of their authors, once. It imports the foundations; people, challenges, follows and
// invitations are read from the other rooms' tables.
package notice
