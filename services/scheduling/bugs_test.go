package scheduling_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEveryNamedTestIsThere: what BUGS.md counts on exists, in the folder it says, and every fault has a test.
func TestEveryNamedTestIsThere(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("BUGS.md")
	require.NoError(t, err)
	word := regexp.MustCompile("`([a-z0-9/]+)`|\\b((?:Test|Fuzz|Benchmark)[A-Z]\\w*)")
	faults := 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || strings.Contains(line, "---") || strings.HasPrefix(line, "| fault ") {
			continue
		}
		faults++
		folder, named := "", 0
		for _, m := range word.FindAllStringSubmatch(cells[3], -1) {
			if m[1] != "" {
				folder = m[1]
				continue
			}
			named++
			assert.True(t, declares(t, folder, m[2]), "%s is not in %s: %s", m[2], folder, cells[1])
		}
		require.Positive(t, named, cells[1])
	}
	require.Equal(t, 39, faults)
}

// declares reports whether a test file of the folder has the function.
func declares(t *testing.T, folder, name string) bool {
	t.Helper()
	root := ".."
	if strings.HasPrefix(folder, "pkg/") {
		root = filepath.Join("..", "..")
	}
	files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(folder), "*_test.go"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		if strings.Contains(string(text), "\nfunc "+name+"(") {
			return true
		}
	}
	return false
}
