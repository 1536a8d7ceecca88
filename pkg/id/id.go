// Package id makes the identifiers of the product. An identifier says nothing
// about when, in which order or for whom it was made.
package id

import (
	"crypto/rand"
	"encoding/base32"
)

// Length is the number of characters of an identifier.
const Length = 26

// alphabet is RFC 4648 base32 in lower case: no character that a URL, a path
// or a resource name would have to escape.
const alphabet = "abcdefghijklmnopqrstuvwxyz234567"

var encoding = base32.NewEncoding(alphabet).WithPadding(base32.NoPadding)

// New returns a fresh identifier: 128 random bits in 26 lower-case characters.
func New() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: it ends the process instead
	return encoding.EncodeToString(b[:])
}

// Valid reports whether s has the form of an identifier made by [New] or
// [Derive].
func Valid(s string) bool {
	if len(s) != Length {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '2' || c > '7') {
			return false
		}
	}
	// 26 characters hold 130 bits: the last one carries only three of its five.
	last := s[Length-1]
	return last == 'a' || last == 'e' || last == 'i' || last == 'm' ||
		last == 'q' || last == 'u' || last == 'y' || last == '4'
}
