package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBrokenComposeIsRefused(t *testing.T) {
	t.Parallel()
	facts, err := readFacts(root)
	require.NoError(t, err)
	text, err := os.ReadFile(filepath.Join(root, "deploy", "compose", "compose.yaml"))
	require.NoError(t, err)
	for name, tc := range map[string]struct{ old, new, want string }{
		"unknown key":      {"    restart: unless-stopped", "    restarts: unless-stopped", "services.postgres.restarts"},
		"unknown secret":   {"secrets: [migrate-database]", "secrets: [other]", "undefined secret other"},
		"writable":         {"  read_only: true\n  cap_drop", "  cap_drop", "service intake: must be read_only"},
		"capabilities":     {"  cap_drop: [ALL]", "  cap_drop: []", "service gateway: must drop ALL"},
		"added":            {"  cap_drop: [ALL]", "  cap_drop: [ALL]\n  cap_add: [NET_RAW]", "must add no capability"},
		"new privileges":   {"no-new-privileges:true", "no-new-privileges:false", "security_opt must hold"},
		"no user":          {"  user: ${FIRSTCALL_USER:?run setup.sh first}\n", "", "needs a user"},
		"no health":        {"/firstcall, health", "/firstcall, config", "needs a health check"},
		"latest":           {"image: postgres:17.6", "image: postgres:latest", "service postgres: image postgres:latest must not be"},
		"no version":       {"image: postgres:17.6", "image: postgres", "needs a tag or a digest"},
		"open port":        {"127.0.0.1:8081:8081", "8081:8081", "on loopback only"},
		"unknown variable": {"FIRSTCALL_SHUTDOWN", "FIRSTCALL_SHUT_DOWN", "FIRSTCALL_SHUT_DOWN is no setting"},
		"secret in clear":  {"FIRSTCALL_REDIS_URL_FILE: /run/secrets/redis-url", "FIRSTCALL_REDIS_URL: redis://x", "FIRSTCALL_REDIS_URL holds a secret"},
		"missing file":     {"FIRSTCALL_KEY_FILE: /run/secrets/keyring", "FIRSTCALL_KEY_FILE: /run/secrets/kek", "no secret is at /run/secrets/kek"},
		"missing role":     {"  scheduling:\n    <<: *role", "  diary:\n    <<: *role", "depends on undefined service"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, string(text), tc.old)
			dir := t.TempDir()
			write(t, dir, "compose.yaml", strings.Replace(string(text), tc.old, tc.new, 1))
			problems, err := checkCompose(t.Context(), filepath.Join(dir, "compose.yaml"), facts)
			if err != nil {
				problems = Problems{err.Error()}
			}
			require.Contains(t, strings.Join(problems, "\n"), tc.want)
		})
	}
}
