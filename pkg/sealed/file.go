package sealed

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

// indexSize is the length of the blind indexes' secret in bytes.
const indexSize = 32

// file is the keyring on disk. It holds the keys in the clear: it belongs on
// another medium than the data, and into another backup.
type file struct {
	Version  int             `json:"version"`
	KEK      json.RawMessage `json:"kek"` // a Tink keyset
	IndexKey []byte          `json:"indexKey"`
}

// CreateKeyring makes a keyring with fresh keys and writes it to path, readable
// by its owner only. It never replaces a file.
func CreateKeyring(path string) (*Keyring, error) {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("sealed: create keyring: %w", err)
	}
	index := make([]byte, indexSize)
	rand.Read(index) // never fails: it ends the process instead
	var kek bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(&kek)); err != nil {
		return nil, fmt.Errorf("sealed: create keyring: %w", err)
	}
	data, err := json.Marshal(file{Version: version, KEK: kek.Bytes(), IndexKey: index})
	if err != nil {
		return nil, fmt.Errorf("sealed: create keyring: %w", err)
	}
	if err := writeNew(path, append(data, '\n')); err != nil {
		return nil, fmt.Errorf("sealed: create keyring: %w", err)
	}
	return newKeyring(handle, index)
}

// writeNew writes a file that must not exist, and its bytes to the disk.
func writeNew(path string, data []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Sync()
}

// OpenKeyring reads the keyring at path. A missing file is an error: new keys
// over existing data would make it unreadable. So is a file that every user of
// the machine may touch.
func OpenKeyring(path string) (*Keyring, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("sealed: open keyring: %w", err)
	}
	if info.Mode().Perm()&0o007 != 0 {
		return nil, errors.New("sealed: open keyring: the file must not be accessible to others (chmod 600)")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("sealed: open keyring: %w", err)
	}
	return parse(data)
}

// parse never puts a part of the file into an error.
func parse(data []byte) (*Keyring, error) {
	var f file
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil || f.Version != version || len(f.IndexKey) != indexSize {
		return nil, errors.New("sealed: open keyring: not a keyring of a known version")
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(f.KEK)))
	if err != nil {
		return nil, errors.New("sealed: open keyring: no valid key-encryption key")
	}
	return newKeyring(handle, f.IndexKey)
}
