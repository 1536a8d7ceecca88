package domain

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// Keys are the secrets of this service's own store: one signs slots, one derives the secrets of holds, one seals the
// addresses of calendars elsewhere.
type Keys struct {
	Slot, Hold, Address []byte
}

// Slot is what an opaque slot token says.
type Slot struct {
	TypeID string
	// ProviderID is empty for a type that any provider takes.
	ProviderID string
	Start      int64
	Mode       Mode
	// Wish is what it asks of its room, and where it is.
	Wish RoomWish
}

// Opening is a slot with its token, as it is listed.
type Opening struct {
	Slot
	Token string
	End   int64
	// SiteName is the display name of the site, where the slot names one.
	SiteName string `json:"-"`
}

// The versions of a token: the second says something of the room.
const (
	slotVersion     = 1
	wishVersion     = 2
	macLength       = 16
	accessibleAsked = 1
)

// Seal returns the token of a slot: version, type, provider, start and mode, and what is asked of the room if anything
// is, with a truncated HMAC-SHA-256. The same slot always has the same token.
func (k Keys) Seal(s Slot) string {
	b := make([]byte, 0, 144)
	b = append(b, slotVersion, byte(s.Mode))
	b = binary.BigEndian.AppendUint64(b, uint64(s.Start)) //nolint:gosec // the bits are kept
	b = append(b, byte(len(s.TypeID)))
	b = append(b, s.TypeID...)
	if w := s.Wish; w != (RoomWish{}) {
		b[0] = wishVersion
		flags := byte(0)
		if w.Accessible {
			flags = accessibleAsked
		}
		b = append(b, byte(w.Persons), flags, byte(len(w.SiteID)))
		b = append(b, w.SiteID...)
	}
	b = append(b, s.ProviderID...)
	b = append(b, k.mac(b)...)
	return base64.RawURLEncoding.EncodeToString(b)
}

// Unseal reads a token made by [Keys.Seal]; it reports false for everything else.
func (k Keys) Unseal(token string) (Slot, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) < 11+macLength || strings.ContainsAny(token, "\r\n") { // which the decoder skips
		return Slot{}, false
	}
	b, sum := raw[:len(raw)-macLength], raw[len(raw)-macLength:]
	if b[0] != slotVersion && b[0] != wishVersion || !hmac.Equal(sum, k.mac(b)) {
		return Slot{}, false
	}
	n := int(b[10])
	if 11+n > len(b) {
		return Slot{}, false
	}
	slot := Slot{
		Mode:   Mode(b[1]),
		Start:  int64(binary.BigEndian.Uint64(b[2:10])), //nolint:gosec // the bits are kept
		TypeID: string(b[11 : 11+n]),
	}
	rest := b[11+n:]
	if b[0] == wishVersion {
		if len(rest) < 3 || 3+int(rest[2]) > len(rest) {
			return Slot{}, false
		}
		site := 3 + int(rest[2])
		slot.Wish = RoomWish{Persons: int(rest[0]), Accessible: rest[1] == accessibleAsked, SiteID: string(rest[3:site])}
		rest = rest[site:]
	}
	slot.ProviderID = string(rest)
	return slot, true
}

func (k Keys) mac(b []byte) []byte {
	h := hmac.New(sha256.New, k.Slot)
	h.Write(b)
	return h.Sum(nil)[:macLength]
}

// holdSecret derives the secret of a hold from the request that made it, so that a repeat gives the same answer
// although only the secret's hash is stored.
func (k Keys) holdSecret(o Once) string {
	h := hmac.New(sha256.New, k.Hold)
	var n [8]byte
	for _, part := range []string{o.Scope, o.RequestID, o.Hash} {
		binary.BigEndian.PutUint64(n[:], uint64(len(part)))
		h.Write(n[:])
		h.Write([]byte(part))
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// hashSecret is what the store keeps of a hold's secret.
func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
