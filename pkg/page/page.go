// Package page makes the tokens and sizes of lists that are read page by page.
//
// A token holds where the next page begins: the values the list is ordered by,
// of the last row of the page before. It is bound to the arguments of the list,
// is no secret and gives no authority; the caller's right to the rows is
// checked on every page.
package page

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// version is the first byte of a token.
const version = 1

// tagSize is the length in bytes of the hash that binds a token to its list.
const tagSize = 12

// maxToken bounds the length of a token that is looked at.
const maxToken = 2048

// Encode returns the token of the page that begins after position. bound is
// everything else that decides what the list holds and how it is ordered, such
// as the filter; it is hashed into the token.
func Encode(position []string, bound string) string {
	var body []byte
	for _, p := range position {
		body = binary.AppendUvarint(body, uint64(len(p)))
		body = append(body, p...)
	}
	token := append([]byte{version}, tag(body, bound)...)
	return base64.RawURLEncoding.EncodeToString(append(token, body...))
}

// Decode returns the position in a token made by [Encode] with the same bound,
// or an invalid-argument error on the field pageToken. The empty token is the
// first page: its position is nil.
func Decode(token, bound string) ([]string, error) {
	if token == "" {
		return nil, nil
	}
	if len(token) > maxToken {
		return nil, invalid()
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) < 1+tagSize || raw[0] != version {
		return nil, invalid()
	}
	body := raw[1+tagSize:]
	if subtle.ConstantTimeCompare(raw[1:1+tagSize], tag(body, bound)) != 1 {
		return nil, invalid()
	}
	position := []string{}
	for len(body) > 0 {
		n, size := binary.Uvarint(body)
		if size <= 0 || n > uint64(len(body)-size) {
			return nil, invalid()
		}
		body = body[size:]
		position = append(position, string(body[:n]))
		body = body[n:]
	}
	return position, nil
}

func tag(body []byte, bound string) []byte {
	h := sha256.New()
	h.Write(binary.AppendUvarint(nil, uint64(len(bound))))
	h.Write([]byte(bound))
	h.Write(body)
	return h.Sum(nil)[:tagSize]
}

func invalid() error {
	return errs.Invalid(errs.Field("pageToken", "is not a token of this list with these arguments"))
}

// Size returns how many rows a page has: def when requested is zero, at most
// limit. A negative request is an invalid-argument error on the field pageSize.
func Size(requested, def, limit int32) (int, error) {
	switch {
	case requested < 0:
		return 0, errs.Invalid(errs.Field("pageSize", "must not be negative"))
	case requested == 0:
		return int(min(def, limit)), nil
	default:
		return int(min(requested, limit)), nil
	}
}
