package e2e

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestASheetOfTherapistsOverHTTP takes as large a file as is promised, and says of a larger one how large it may be.
func TestASheetOfTherapistsOverHTTP(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *product) {
		const most = 200 << 10
		head, row := "display_name,fee_cents\n", "\"Dr. Ruth Söder, "+strings.Repeat("LMFT ", 18)+"\",18000\n"
		file := head + strings.Repeat(row, (most-len(head))/len(row))
		url := p.staff + "/v1/therapists:import"
		got := call(t, 200, "POST", url, p.tokens.Admin, object{"csv": file, "validateOnly": true})
		require.Len(t, at[[]any](t, got, "rows"), strings.Count(file, "\n")-1)
		require.False(t, at[bool](t, got, "applied"))

		wrong, err := send("POST", url, p.tokens.Admin, object{"csv": file + row})
		require.NoError(t, err)
		require.Equal(t, 400, wrong.status, "%s", wrong.raw)
		require.Equal(t, []string{"csv"}, wrong.violations())
		wrong, err = send("POST", url, p.tokens.Admin, object{"csv": file + file})
		require.NoError(t, err)
		require.Equal(t, 413, wrong.status, "%s", wrong.raw)
		require.Contains(t, string(wrong.raw), "256 KiB")
	})
}
