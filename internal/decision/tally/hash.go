package tally

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// Hash is a SHA-256 digest: lower-case hexadecimal in JSON and text, raw bytes inside other hashes.
type Hash [sha256.Size]byte

// The first byte of everything hashed says what it is, so that no hash of one kind can pass for another.
const (
	kindLeaf       = 0x00
	kindRoot       = 0x01
	kindConfig     = 0x02
	kindCommitment = 0x03
	kindLottery    = 0x04
	kindTicket     = 0x05
	kindEvent      = 0x06
)

func hash(kind byte, parts ...[]byte) Hash {
	h := sha256.New()
	h.Write([]byte{kind})
	for _, part := range parts {
		h.Write(part)
	}
	var out Hash
	h.Sum(out[:0])
	return out
}

// String is the digest in 64 lower-case hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes what String does.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what String writes and refuses any other spelling.
func (h *Hash) UnmarshalText(text []byte) error {
	var out Hash
	if len(text) != hex.EncodedLen(len(out)) {
		return fmt.Errorf("a hash has %d hexadecimal digits", hex.EncodedLen(len(out)))
	}
	if _, err := hex.Decode(out[:], text); err != nil {
		return fmt.Errorf("hash: %w", err)
	}
	if out.String() != string(text) {
		return fmt.Errorf("a hash is written in lower case")
	}
	*h = out
	return nil
}

// ParseHash reads 64 lower-case hexadecimal digits.
func ParseHash(s string) (Hash, error) {
	var h Hash
	err := h.UnmarshalText([]byte(s))
	return h, err
}

// Leaf is the receipt of a ballot whose record is canonical JSON: the browser computes it, the voter keeps it and finds
// it among the published records.
func Leaf(record []byte) Hash { return hash(kindLeaf, record) }

// Root is one hash over all receipts of a round, whatever order they come in. An empty round has a root too.
func Root(leaves []Hash) Hash {
	sorted := slices.Clone(leaves)
	slices.SortFunc(sorted, compareHashes)
	all := make([]byte, 0, len(sorted)*sha256.Size)
	for _, leaf := range sorted {
		all = append(all, leaf[:]...)
	}
	return hash(kindRoot, all)
}

func compareHashes(a, b Hash) int { return bytes.Compare(a[:], b[:]) }

// ConfigHash is the hash of what a round was opened with, in canonical JSON.
func ConfigHash(config any) (Hash, error) {
	c, err := Canon(config)
	if err != nil {
		return Hash{}, err
	}
	return hash(kindConfig, c), nil
}

// Seed is the server's share of a lottery: 32 random bytes, made and committed to when a round opens, revealed when it
// has closed.
type Seed [32]byte

// String is the seed in 64 lower-case hexadecimal digits.
func (s Seed) String() string { return hex.EncodeToString(s[:]) }

// Commitment is what is published of a seed while it is still secret.
func (s Seed) Commitment() Hash { return hash(kindCommitment, s[:]) }

// Link appends an event to a round's chain and returns the new head. The head before the first event is Hash{}.
func Link(head Hash, event any) (Hash, error) {
	c, err := Canon(event)
	if err != nil {
		return Hash{}, err
	}
	return hash(kindEvent, head[:], c), nil
}
