package id

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// Secret returns a bearer secret: 256 random bits as 43 characters of
// URL-safe base64. Only its [SecretHash] is ever stored.
func Secret() string {
	var b [32]byte
	rand.Read(b[:]) // never fails: it ends the process instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// SecretHash returns the SHA-256 of a secret in hexadecimal: what a store keeps
// and looks a presented secret up by. A fast hash is enough because a secret
// has 256 bits of entropy; it is not for passwords.
func SecretHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
