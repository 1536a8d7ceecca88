package identity_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

var start = time.Date(2026, 3, 8, 7, 0, 0, 500_000_000, time.UTC)

func frontDesk() identity.Actor {
	return identity.Actor{ID: "staff/1", Roles: []identity.Role{identity.FrontDesk, identity.Admin}, Provider: "providers/2"}
}

func keys(t testing.TB) (ed25519.PublicKey, ed25519.PrivateKey) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	return public, private
}

func mint(t testing.TB, s *identity.Signer, actor identity.Actor, audiences ...string) string {
	t.Helper()
	token, err := s.Mint(actor, audiences...)
	require.NoError(t, err)
	return token
}

func TestVerify(t *testing.T) {
	t.Parallel()
	public, private := keys(t)
	signerClock, verifierClock := clock.NewFake(start), clock.NewFake(start)
	token := mint(t, identity.NewSigner(private, signerClock), frontDesk(), "intake", "scheduling")
	for _, audience := range []string{"intake", "scheduling"} {
		v := identity.NewVerifier(public, audience, verifierClock)
		for range 2 { // the second is answered from memory
			actor, err := v.Verify(token)
			require.NoError(t, err)
			require.Equal(t, frontDesk(), actor)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	public, private := keys(t)
	_, foreign := keys(t)
	good := mint(t, identity.NewSigner(private, clock.NewFake(start)), frontDesk(), "intake")
	payload, signature, _ := strings.Cut(good, ".")
	body, err := base64.RawURLEncoding.DecodeString(payload)
	require.NoError(t, err)
	forged := base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(body), "staff/1", "staff/2", 1)))
	signed := func(change map[string]any) string { return resign(t, private, body, change) }

	for name, tc := range map[string]struct {
		token    string
		audience string
		later    time.Duration
		want     string
	}{
		"other audience":  {good, "matching", 0, "for another service"},
		"expired":         {good, "intake", 60 * time.Second, "expired"},
		"signed ahead":    {good, "intake", -6 * time.Second, "not valid yet"},
		"foreign key":     {mint(t, identity.NewSigner(foreign, clock.NewFake(start)), frontDesk(), "intake"), "intake", 0, "bad signature"},
		"changed":         {forged + "." + signature, "intake", 0, "bad signature"},
		"no signature":    {payload, "intake", 0, "malformed"},
		"empty":           {"", "intake", 0, "malformed"},
		"odd base64":      {payload + "." + signature + "=", "intake", 0, "malformed"},
		"huge":            {strings.Repeat("x", 5000), "intake", 0, "too long"},
		"lives too long":  {signed(map[string]any{"exp": start.Unix() + 61}), "intake", 0, "valid for too long"},
		"nobody":          {signed(map[string]any{"sub": ""}), "intake", 0, "incomplete"},
		"without role":    {signed(map[string]any{"roles": []string{}}), "intake", 0, "incomplete"},
		"without id":      {signed(map[string]any{"jti": ""}), "intake", 0, "incomplete"},
		"wrongly typed":   {signed(map[string]any{"aud": 7}), "intake", 0, "malformed"},
		"clocks may skew": {good, "intake", -5 * time.Second, ""},
		"just in time":    {good, "intake", 59 * time.Second, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := identity.NewVerifier(public, tc.audience, clock.NewFake(start.Add(tc.later)))
			_, err := v.Verify(tc.token)
			if tc.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, identity.ErrToken)
			require.ErrorContains(t, err, tc.want)
		})
	}
}

// resign changes claims and signs again with the right key.
func resign(t *testing.T, key ed25519.PrivateKey, body []byte, change map[string]any) string {
	t.Helper()
	claims := map[string]any{}
	require.NoError(t, json.Unmarshal(body, &claims))
	for k, v := range change {
		claims[k] = v
	}
	changed, err := json.Marshal(claims)
	require.NoError(t, err)
	payload := base64.RawURLEncoding.EncodeToString(changed)
	sig := ed25519.Sign(key, []byte("firstcall-identity.v1."+payload))
	return payload + "." + base64.RawURLEncoding.EncodeToString(sig)
}

func TestARememberedTokenStillExpires(t *testing.T) {
	t.Parallel()
	public, private := keys(t)
	fake := clock.NewFake(start)
	v := identity.NewVerifier(public, "intake", fake)
	token := mint(t, identity.NewSigner(private, fake), frontDesk(), "intake")
	_, err := v.Verify(token)
	require.NoError(t, err)
	fake.Advance(time.Minute)
	_, err = v.Verify(token)
	require.ErrorContains(t, err, "expired")
}

func TestMintReuses(t *testing.T) {
	t.Parallel()
	_, private := keys(t)
	fake := clock.NewFake(start)
	s := identity.NewSigner(private, fake)
	first := mint(t, s, frontDesk(), "intake")
	fake.Advance(29 * time.Second)
	require.Equal(t, first, mint(t, s, frontDesk(), "intake"))
	require.NotEqual(t, first, mint(t, s, frontDesk(), "scheduling"))
	require.NotEqual(t, first, mint(t, s, identity.VisitorActor(), "intake"))
	fake.Advance(time.Second)
	require.NotEqual(t, first, mint(t, s, frontDesk(), "intake"), "30 s or less remain")

	for _, bad := range []identity.Actor{{}, {ID: "staff/1"}, {Roles: []identity.Role{identity.Admin}}} {
		_, err := s.Mint(bad, "intake")
		require.Error(t, err)
	}
	_, err := s.Mint(frontDesk())
	require.Error(t, err)
}

func TestCachesAreBounded(t *testing.T) {
	t.Parallel()
	public, private := keys(t)
	fake := clock.NewFake(start)
	s, v := identity.NewSigner(private, fake), identity.NewVerifier(public, "intake", fake)
	for i := range 5000 { // more than are remembered; all stay valid
		actor := identity.ClientActor(strconv.Itoa(i))
		got, err := v.Verify(mint(t, s, actor, "intake"))
		require.NoError(t, err)
		require.Equal(t, actor, got)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	private, public, err := identity.GenerateKeys()
	require.NoError(t, err)
	priv, err := identity.ParsePrivateKey(private)
	require.NoError(t, err)
	pub, err := identity.ParsePublicKey(public)
	require.NoError(t, err)
	require.Equal(t, priv.Public(), pub)
	for _, bad := range [][]byte{nil, []byte("x"), public} {
		_, err = identity.ParsePrivateKey(bad)
		require.Error(t, err)
	}
	_, err = identity.ParsePublicKey(private)
	require.Error(t, err)
}

func FuzzVerify(f *testing.F) {
	public, private := keys(f)
	fake := clock.NewFake(start)
	good := mint(f, identity.NewSigner(private, fake), frontDesk(), "intake")
	f.Add(good)
	f.Add(".")
	f.Add("e30.AA")
	v := identity.NewVerifier(public, "intake", fake)
	f.Fuzz(func(t *testing.T, token string) {
		if _, err := v.Verify(token); token != good {
			require.ErrorIs(t, err, identity.ErrToken)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	public, private := keys(b)
	fake := clock.NewFake(start)
	v := identity.NewVerifier(public, "intake", fake)
	token := mint(b, identity.NewSigner(private, fake), frontDesk(), "intake")
	for b.Loop() {
		if _, err := v.Verify(token); err != nil {
			b.Fatal(err)
		}
	}
}
