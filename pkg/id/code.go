package id

import (
	"crypto/rand"
	"strings"
)

// CodeLength is the number of characters of a confirmation code.
const CodeLength = 8

// crockford is Crockford's base32: no I, L, O or U, which are misread or
// misheard on the telephone.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Code returns a confirmation code: 40 random bits in 8 characters of
// Crockford's base32, to be read aloud and shown in two groups of four. It
// identifies, it does not authorise: 40 bits can be searched.
func Code() string {
	var b [CodeLength]byte
	rand.Read(b[:]) // never fails: it ends the process instead
	for i, c := range b {
		b[i] = crockford[c&31]
	}
	return string(b[:])
}

// NormalizeCode returns the code a person meant: case, spaces and hyphens are
// dropped, O is read as 0, I and L as 1. It reports false when the rest is not
// a code.
func NormalizeCode(s string) (string, bool) {
	var b strings.Builder
	for _, c := range strings.ToUpper(s) {
		switch c {
		case ' ', '-':
			continue
		case 'O':
			c = '0'
		case 'I', 'L':
			c = '1'
		}
		if !strings.ContainsRune(crockford, c) || b.Len() == CodeLength {
			return "", false
		}
		b.WriteRune(c)
	}
	return b.String(), b.Len() == CodeLength
}
