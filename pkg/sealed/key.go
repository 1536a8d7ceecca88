// Package sealed encrypts personal values. Every person has a key of their own,
// which is stored wrapped by the keyring's key-encryption key: whoever destroys
// the wrapped key has erased the person from every copy of the data.
package sealed

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
)

// ErrOpen says that a value cannot be opened: it was changed, or sealed with
// another key or for another place. Which of these is not told.
var ErrOpen = errors.New("sealed: value cannot be opened")

// version is the first byte of everything sealed: AES-256-GCM, 96-bit nonce.
const version = 1

// keySize is the length of a person's key in bytes.
const keySize = 32

// Key seals and opens the values of one person. It is safe for concurrent use.
type Key struct{ aead *subtle.AESGCM }

func newKey(raw []byte) (Key, error) {
	if len(raw) != keySize {
		return Key{}, ErrOpen
	}
	aead, err := subtle.NewAESGCM(raw)
	if err != nil {
		return Key{}, fmt.Errorf("sealed: key: %w", err)
	}
	return Key{aead}, nil
}

// Seal encrypts plain. aad names the place of the value, such as table, column
// and row: it is not stored, and [Key.Open] needs the same.
func (k Key) Seal(plain []byte, aad ...string) []byte {
	box, err := k.aead.Encrypt(plain, associated(aad))
	if err != nil {
		// AES-GCM refuses only plaintexts of more than 64 GiB.
		panic("sealed: " + err.Error())
	}
	return append([]byte{version}, box...)
}

// Open decrypts what [Key.Seal] returned; it fails with [ErrOpen].
func (k Key) Open(sealed []byte, aad ...string) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != version {
		return nil, ErrOpen
	}
	plain, err := k.aead.Decrypt(sealed[1:], associated(aad))
	if err != nil {
		return nil, ErrOpen
	}
	return plain, nil
}

// associated encodes aad with lengths, so that ("ab", "c") and ("a", "bc")
// differ.
func associated(aad []string) []byte {
	out := []byte{version}
	for _, part := range aad {
		out = binary.BigEndian.AppendUint32(out, uint32(len(part)))
		out = append(out, part...)
	}
	return out
}

// String keeps the key out of logs and error texts.
func (Key) String() string { return "[key]" }

// GoString keeps the key out of %#v.
func (Key) GoString() string { return "[key]" }
