package rpc

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// TestAllThatCanBeWrongFitsAnAnswer has more rows than a file can have, each with more wrong than can be, in more words than there are.
func TestAllThatCanBeWrongFitsAnAnswer(t *testing.T) {
	t.Parallel()
	const rows, each = 60_000, 20
	var problems []domain.RowProblem
	for range each {
		problems = append(problems, domain.RowProblem{Column: "approaches", Message: strings.Repeat("COGNITIVE_BEHAVIORAL, ", 200)})
	}
	result := &domain.ImportResult{}
	for i := range rows {
		result.Rows = append(result.Rows, domain.RowResult{Line: i + 2, Action: domain.RowRefused, Problems: problems})
	}
	out := importProto(result)
	require.Less(t, proto.Size(out), 4<<20)
	require.Len(t, out.GetRows(), rows)
	require.EqualValues(t, rows, out.GetRefused())
	told := 0
	for _, row := range out.GetRows() {
		require.Equal(t, matchingv1.SheetRow_REFUSED, row.GetAction())
		told += len(row.GetProblems())
	}
	require.Equal(t, mostProblems, told)
	require.EqualValues(t, rows*each-mostProblems, out.GetUnlistedProblems())
}
