package store

import (
	"encoding/json"
	"fmt"

	"github.com/firstcall-health/firstcall/pkg/sealed"
)

// The places sealed values live in. A value only opens where it was put.
const (
	placePerson  = "inquiries"
	placeRequest = "requests"
	placeMessage = "messages"
)

// person is the handle of a file: the key of the person it is about.
type person struct {
	id  string
	key sealed.Key
}

// seal returns value as sealed JSON for the row of a table.
func seal(key sealed.Key, value any, table, row string) ([]byte, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", table, err)
	}
	return key.Seal(plain, table, "sealed", row), nil
}

// open is the inverse of seal.
func open(key sealed.Key, box []byte, into any, table, row string) error {
	plain, err := key.Open(box, table, "sealed", row)
	if err != nil {
		return fmt.Errorf("open %s: %w", table, err)
	}
	if err := json.Unmarshal(plain, into); err != nil {
		return fmt.Errorf("open %s: not what was sealed", table)
	}
	return nil
}
