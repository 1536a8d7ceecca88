package domain

import (
	"crypto/aes"
	"crypto/cipher"
	"fmt"
)

// sealURL encrypts the address of a calendar elsewhere for its row: AES-256-GCM under a key of this service's store.
func (k Keys) sealURL(address, calendarID string) ([]byte, error) {
	box, err := k.box()
	if err != nil {
		return nil, err
	}
	return box.Seal(nil, nil, []byte(address), []byte(calendarID)), nil
}

// openURL is the inverse of sealURL; false for what was sealed for another row or with another key.
func (k Keys) openURL(sealed []byte, calendarID string) (string, bool) {
	box, err := k.box()
	if err != nil {
		return "", false
	}
	address, err := box.Open(nil, nil, sealed, []byte(calendarID))
	return string(address), err == nil
}

func (k Keys) box() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.Address)
	if err != nil {
		return nil, fmt.Errorf("key of addresses: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}
