package domain

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func testKeys() Keys { return Keys{Slot: []byte("slot key"), Hold: []byte("hold key")} }

func TestSlotTokens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		slot := Slot{
			TypeID:     rapid.StringMatching("[a-z][a-z-]{1,40}").Draw(t, "type"),
			ProviderID: rapid.StringMatching("([a-z2-7]{26})?").Draw(t, "provider"),
			Start:      rapid.Int64().Draw(t, "start"),
			Mode:       Mode(rapid.IntRange(0, 3).Draw(t, "mode")),
		}
		if rapid.Bool().Draw(t, "wishes") {
			slot.Wish = RoomWish{
				Persons: rapid.IntRange(0, 100).Draw(t, "persons"), Accessible: rapid.Bool().Draw(t, "accessible"),
				SiteID: rapid.StringMatching("([a-z2-7]{26})?").Draw(t, "site"),
			}
		}
		token := testKeys().Seal(slot)
		got, ok := testKeys().Unseal(token)
		if !ok || got != slot || len(token) > 200 || token != testKeys().Seal(slot) {
			t.Fatalf("%+v: %+v", slot, got)
		}
		broken := []byte(token)
		broken[rapid.IntRange(0, len(token)-1).Draw(t, "at")] ^= byte(rapid.IntRange(1, 127).Draw(t, "flip"))
		if got, ok := testKeys().Unseal(string(broken)); ok {
			t.Fatalf("%q passes as %+v", broken, got)
		}
		if _, ok := (Keys{Slot: []byte("other")}).Unseal(token); ok {
			t.Fatal("another key's token passes")
		}
	})
}

// FuzzUnseal reads whatever a token may be, with a signature that is right and with the one it has.
func FuzzUnseal(f *testing.F) {
	for _, slot := range []Slot{
		{}, {TypeID: "consultation", Start: 1, Mode: Phone},
		{TypeID: "first-session", Start: 1, Mode: InPerson, Wish: RoomWish{Persons: 2, SiteID: "north"}},
	} {
		f.Add(testKeys().Seal(slot))
	}
	f.Fuzz(func(t *testing.T, token string) {
		if slot, ok := testKeys().Unseal(token); ok {
			require.Equal(t, token, testKeys().Seal(slot))
		}
		raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
		if err != nil {
			return
		}
		body := raw[:max(0, len(raw)-macLength)]
		signed := base64.RawURLEncoding.EncodeToString(append(body[:len(body):len(body)], testKeys().mac(body)...))
		if slot, ok := testKeys().Unseal(signed); ok {
			again, ok := testKeys().Unseal(testKeys().Seal(slot))
			require.True(t, ok)
			require.Equal(t, slot, again)
		}
	})
}

func TestHoldSecrets(t *testing.T) {
	t.Parallel()
	one := Once{Scope: "gateway:visitor", RequestID: "id", Hash: "hash"}
	require.Equal(t, testKeys().holdSecret(one), testKeys().holdSecret(one))
	for _, other := range []Once{{Scope: "x", RequestID: "id", Hash: "hash"}, {Scope: "gateway:visitor", RequestID: "idh", Hash: "ash"}} {
		require.NotEqual(t, testKeys().holdSecret(one), testKeys().holdSecret(other))
	}
	require.NotEqual(t, testKeys().holdSecret(one), hashSecret(testKeys().holdSecret(one)))
}
