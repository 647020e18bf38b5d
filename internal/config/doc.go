// Package config holds every setting in one struct, read from flags, then TALKOOT_* variables, then a file. A wrong or unknown
// setting stops the start with one line. It imports the standard library and kong.
package config
