// Package blob keeps files: uploads that wait for their import, pictures. They lie in a folder or in an S3 bucket, by one address
// (TALKOOT_BLOB_URL). It imports gocloud.dev/blob and fault, nothing else of ours.
package blob
