package firstcall

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/config"
)

func testConfig(t *testing.T, flags ...string) Config {
	t.Helper()
	values := map[string]string{
		"mode": ModeTest, "data_dir": t.TempDir(), "public_addr": "127.0.0.1:0", "staff_addr": "127.0.0.1:0",
	}
	for i := 0; i+1 < len(flags); i += 2 {
		values[flags[i]] = flags[i+1]
	}
	var cfg Config
	require.NoError(t, config.Load(&cfg, config.Options{Flags: values}))
	return cfg
}

// TestProductionRefusesTheDemo checks that nothing made for showing and testing works in production.
func TestProductionRefusesTheDemo(t *testing.T) {
	t.Parallel()
	var cfg Config
	err := config.Load(&cfg, config.Options{Flags: map[string]string{"rate_limits": "off"}})
	for _, setting := range []string{"key_file", "smtp.host", "smtp.from", "practice.name", "public_url", "rate_limits"} {
		require.ErrorContains(t, err, setting)
	}
	err = config.Load(&cfg, config.Options{Flags: map[string]string{"key_file": "./var/kek.json"}})
	require.ErrorContains(t, err, "outside the data directory")
	for role, seals := range map[string]bool{RoleIntake: true, RoleMatching: true, RoleScheduling: false, RoleGateway: false} {
		var cfg Config
		err := config.Load(&cfg, config.Options{Flags: map[string]string{"role": role}})
		require.Equal(t, seals, strings.Contains(err.Error(), "the key-encryption key is required"), role)
	}
}

// TestSingleRoleNeedsItsParts checks that a role does not start without the certificates, keys and targets it uses.
func TestSingleRoleNeedsItsParts(t *testing.T) {
	t.Parallel()
	for role, settings := range map[string][]string{
		RoleGateway:    {"tls_ca_file", "tls_cert_file", "tls_key_file", "identity_key_file", "intake_target", "scheduling_target", "matching_target"},
		RoleIntake:     {"tls_ca_file", "identity_public_key_file", "scheduling_target", "matching_target"},
		RoleMatching:   {"tls_ca_file", "identity_public_key_file", "scheduling_target"},
		RoleScheduling: {"tls_ca_file", "identity_public_key_file"},
	} {
		var cfg Config
		err := config.Load(&cfg, config.Options{Flags: map[string]string{"mode": ModeTest, "role": role}})
		for _, setting := range settings {
			require.ErrorContains(t, err, setting, role)
		}
	}
}
