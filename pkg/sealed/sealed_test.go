package sealed_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sealed"
)

func keyring(tb testing.TB) (*sealed.Keyring, string) {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "keyring.json")
	kr, err := sealed.CreateKeyring(path)
	require.NoError(tb, err)
	return kr, path
}

func newKey(tb testing.TB, kr *sealed.Keyring) (sealed.Key, []byte) {
	tb.Helper()
	key, wrapped, err := kr.NewKey()
	require.NoError(tb, err)
	return key, wrapped
}

func TestSealAndOpen(t *testing.T) {
	t.Parallel()
	kr, path := keyring(t)
	key, wrapped := newKey(t, kr)
	for _, plain := range [][]byte{{}, []byte("Anastasia"), bytes.Repeat([]byte("x"), 1<<16)} {
		box := key.Seal(plain, "clients", "name", "1")
		require.NotEqual(t, box, key.Seal(plain, "clients", "name", "1"), "a fresh nonce")
		if len(plain) > 0 {
			require.NotContains(t, string(box), string(plain))
		}
		reopened, err := sealed.OpenKeyring(path) // as after a restart
		require.NoError(t, err)
		same, err := reopened.Unwrap(wrapped)
		require.NoError(t, err)
		got, err := same.Open(box, "clients", "name", "1")
		require.NoError(t, err)
		require.Equal(t, string(plain), string(got))
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	kr, _ := keyring(t)
	key, _ := newKey(t, kr)
	other, _ := newKey(t, kr)
	box := key.Seal([]byte("Ana"), "ab", "c")
	changed := bytes.Clone(box)
	changed[len(changed)-1] ^= 1
	unknown := bytes.Clone(box)
	unknown[0]++
	tests := map[string]struct {
		key sealed.Key
		box []byte
		aad []string
	}{
		"another person": {other, box, []string{"ab", "c"}},
		"another place":  {key, box, []string{"ab", "d"}},
		"shifted place":  {key, box, []string{"a", "bc"}},
		"no place":       {key, box, nil},
		"changed":        {key, changed, []string{"ab", "c"}},
		"cut":            {key, box[:8], []string{"ab", "c"}},
		"empty":          {key, nil, []string{"ab", "c"}},
		"new version":    {key, unknown, []string{"ab", "c"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := test.key.Open(test.box, test.aad...)
			require.ErrorIs(t, err, sealed.ErrOpen)
		})
	}
}

func TestUnwrap(t *testing.T) {
	t.Parallel()
	kr, _ := keyring(t)
	stranger, _ := keyring(t)
	key, wrapped := newKey(t, kr)
	_, err := stranger.Unwrap(wrapped)
	require.ErrorIs(t, err, sealed.ErrOpen)
	_, err = stranger.Rewrap(wrapped)
	require.ErrorIs(t, err, sealed.ErrOpen)
	_, err = kr.Unwrap(nil)
	require.ErrorIs(t, err, sealed.ErrOpen)
	again, err := kr.Rewrap(wrapped)
	require.NoError(t, err)
	require.NotEqual(t, wrapped, again)
	same, err := kr.Unwrap(again)
	require.NoError(t, err)
	got, err := same.Open(key.Seal([]byte("Ana")))
	require.NoError(t, err)
	require.Equal(t, "Ana", string(got))
	require.Regexp(t, `^[0-9]+$`, kr.Primary())
	require.NotEqual(t, kr.Primary(), stranger.Primary())
}

func TestIndex(t *testing.T) {
	t.Parallel()
	kr, path := keyring(t)
	stranger, _ := keyring(t)
	index := kr.Index("phone", "+15550100")
	require.Regexp(t, `^[0-9a-f]{64}$`, index)
	require.Equal(t, index, kr.Index("phone", "+15550100"))
	require.NotEqual(t, index, kr.Index("phone", "+15550101"))
	require.NotEqual(t, index, kr.Index("email", "+15550100"), "a key per label")
	require.NotEqual(t, index, stranger.Index("phone", "+15550100"))
	reopened, err := sealed.OpenKeyring(path)
	require.NoError(t, err)
	require.Equal(t, index, reopened.Index("phone", "+15550100"))
}

func TestCreateKeyring(t *testing.T) {
	t.Parallel()
	_, path := keyring(t)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	_, err = sealed.CreateKeyring(path)
	require.ErrorIs(t, err, os.ErrExist)
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before, after, "never replaced")
}

func TestOpenKeyringRefuses(t *testing.T) {
	t.Parallel()
	_, err := sealed.OpenKeyring(filepath.Join(t.TempDir(), "missing"))
	require.ErrorIs(t, err, os.ErrNotExist)
	_, path := keyring(t)
	good, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.Chmod(path, 0o644)) //nolint:gosec // that is the point
	_, err = sealed.OpenKeyring(path)
	require.ErrorContains(t, err, "accessible")
	for name, data := range map[string][]byte{
		"empty": nil, "not JSON": []byte("secretsecret"), "cut": good[:len(good)/2],
		"another version": bytes.Replace(good, []byte(`"version":1`), []byte(`"version":2`), 1),
		"short index key": []byte(`{"version":1,"kek":{},"indexKey":"c2VjcmV0"}`),
		"no keys":         bytes.Replace(good, []byte(`"primaryKeyId"`), []byte(`"secretsecret"`), 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad := filepath.Join(t.TempDir(), "keyring.json")
			require.NoError(t, os.WriteFile(bad, data, 0o600))
			_, err := sealed.OpenKeyring(bad)
			require.Error(t, err)
			require.NotContains(t, err.Error(), "secret")
		})
	}
}

func TestKeysStayOutOfText(t *testing.T) {
	t.Parallel()
	kr, _ := keyring(t)
	key, _ := newKey(t, kr)
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		require.Equal(t, "[key]", fmt.Sprintf(format, key))
		require.Equal(t, "[keyring]", fmt.Sprintf(format, kr))
	}
}

func FuzzOpen(f *testing.F) {
	kr, _ := keyring(f)
	key, _ := newKey(f, kr)
	f.Add(key.Seal([]byte("Ana"), "x"), "y")
	f.Fuzz(func(t *testing.T, box []byte, aad string) {
		_, err := key.Open(box, aad)
		require.ErrorIs(t, err, sealed.ErrOpen, "nobody else can seal")
		_, err = kr.Unwrap(box)
		require.ErrorIs(t, err, sealed.ErrOpen)
	})
}
