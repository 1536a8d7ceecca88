package rpcserver_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/internal/echotest"
)

func TestViolationsNameJSONPaths(t *testing.T) {
	t.Parallel()
	b := setup(t, ok)
	for name, tc := range map[string]struct {
		request string
		want    []string
	}{
		"valid":    {`{"text":"hello","contact":{"phoneNumber":"+12125550100"}}`, nil},
		"top":      {`{}`, []string{"text"}},
		"nested":   {`{"text":"a","contact":{"phoneNumber":"12"}}`, []string{"contact.phoneNumber"}},
		"repeated": {`{"text":"a","keyConcerns":["ok","too long"]}`, []string{"keyConcerns[1]"}},
		"several": {
			`{"text":"` + strings.Repeat("x", 21) + `","keyConcerns":["too long"]}`, []string{"text", "keyConcerns[0]"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := echotest.NewMessage()
			require.NoError(t, protojson.Unmarshal([]byte(tc.request), request))
			err := call(t.Context(), b.dial(t, "intake"), echotest.Read, request)
			if tc.want == nil {
				require.NoError(t, err)
				return
			}
			e, ok := errs.As(err)
			require.True(t, ok)
			require.Equal(t, errs.ReasonInvalidFields, e.Reason)
			var got []string
			for _, v := range e.Violations {
				got = append(got, v.Field)
				require.NotEmpty(t, v.Description)
				require.NotContains(t, v.Description, "too long")
			}
			require.Equal(t, tc.want, got)
		})
	}
}
