package sealed

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"sync"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// wrapContext is bound into every wrapped key.
var wrapContext = []byte("firstcall person key v1")

// Keyring holds the key-encryption keys and the secret of the blind indexes. It
// is safe for concurrent use.
type Keyring struct {
	handle *keyset.Handle
	kek    tink.AEAD
	index  []byte
	labels sync.Map // label -> []byte, the index key of the label
}

func newKeyring(handle *keyset.Handle, index []byte) (*Keyring, error) {
	kek, err := aead.New(handle)
	if err != nil {
		return nil, fmt.Errorf("sealed: keyring: %w", err)
	}
	return &Keyring{handle: handle, kek: kek, index: index}, nil
}

// NewKey makes a person's key and returns it with its wrapped form, which is
// what a store keeps.
func (kr *Keyring) NewKey() (Key, []byte, error) {
	raw := make([]byte, keySize)
	rand.Read(raw) // never fails: it ends the process instead
	wrapped, err := kr.kek.Encrypt(raw, wrapContext)
	if err != nil {
		return Key{}, nil, fmt.Errorf("sealed: wrap: %w", err)
	}
	key, err := newKey(raw)
	return key, wrapped, err
}

// Unwrap returns the person's key that [Keyring.NewKey] wrapped; it fails with
// [ErrOpen].
func (kr *Keyring) Unwrap(wrapped []byte) (Key, error) {
	raw, err := kr.kek.Decrypt(wrapped, wrapContext)
	if err != nil {
		return Key{}, ErrOpen
	}
	return newKey(raw)
}

// Rewrap wraps a wrapped key anew with the primary key-encryption key, for the
// time after a rotation.
func (kr *Keyring) Rewrap(wrapped []byte) ([]byte, error) {
	raw, err := kr.kek.Decrypt(wrapped, wrapContext)
	if err != nil {
		return nil, ErrOpen
	}
	out, err := kr.kek.Encrypt(raw, wrapContext)
	if err != nil {
		return nil, fmt.Errorf("sealed: wrap: %w", err)
	}
	return out, nil
}

// Primary returns the id of the key-encryption key that wraps new keys, to be
// stored next to what it wrapped.
func (kr *Keyring) Primary() string {
	entry, err := kr.handle.Primary()
	if err != nil { // newKeyring has used it
		panic("sealed: " + err.Error())
	}
	return strconv.FormatUint(uint64(entry.KeyID()), 10)
}

// Index returns the blind index of value under label: HMAC-SHA-256 in
// hexadecimal, with a key of the label's own made by HKDF. Equal values give
// equal indexes, so value must be normalised, and must not be one of few.
func (kr *Keyring) Index(label, value string) string {
	mac := hmac.New(sha256.New, kr.indexKey(label))
	mac.Write([]byte(value))
	return hex.EncodeToString(mac.Sum(nil))
}

func (kr *Keyring) indexKey(label string) []byte {
	if key, ok := kr.labels.Load(label); ok {
		return key.([]byte)
	}
	key, err := hkdf.Key(sha256.New, kr.index, nil, "firstcall blind index v1:"+label, sha256.Size)
	if err != nil { // only lengths over 255 hashes are refused
		panic("sealed: " + err.Error())
	}
	kr.labels.Store(label, key)
	return key
}

// String keeps the keyring out of logs and error texts.
func (*Keyring) String() string { return "[keyring]" }

// GoString keeps the keyring out of %#v.
func (*Keyring) GoString() string { return "[keyring]" }
