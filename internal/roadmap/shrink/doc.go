// Package shrink makes uploaded pictures fit to show: checked before they are decoded, turned the right way up, made smaller and written
// anew, so that nothing of the file that was sent is served. It imports fault and the image packages.
package shrink
