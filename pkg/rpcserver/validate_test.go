package rpcserver_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/internal/echotest"
	"github.com/firstcall-health/firstcall/pkg/rpcserver"
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
		"names":                {`{"text":"a","firstRoles":["ADMIN","too long","ROLE_UNSPECIFIED",""]}`, []string{"firstRoles[1]", "firstRoles[2]", "firstRoles[3]"}},
		"names by kind":        {`{"text":"a","wishes":[{"kind":"ROLE","value":"ADMIN"},{"kind":"ROLE","value":"too long"}]}`, []string{"wishes[1].value"}},
		"free by kind":         {`{"text":"a","wishes":[{"kind":"FREE","value":"too long"},{"value":"too long"},{"kind":"ROLE"}]}`, nil},
		"names nobody asks of": {`{"text":"a","ignored":{"kind":"ROLE","value":"too long"}}`, nil},
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

// TestNamesAreListed: whoever sends a word that is not known reads which ones are, the likely ones first.
func TestNamesAreListed(t *testing.T) {
	t.Parallel()
	need := &typev1.Need{LocationState: "ny", TherapistPreferences: []*typev1.Need_TherapistPreference{
		{Kind: typev1.Need_TherapistPreference_GENDER, Value: "FEMALE"},
		{Kind: typev1.Need_TherapistPreference_APPROACH, Value: "CBTT"},
		{Kind: typev1.Need_TherapistPreference_APPROACH, Value: strings.Repeat("É", 1000)},
	}}
	v, err := rpcserver.NewValidator(need.ProtoReflect().Descriptor())
	require.NoError(t, err)
	wrong, err := v.Violations(need)
	require.NoError(t, err)
	require.Len(t, wrong, 4)
	require.Equal(t, "must be one of WOMAN, MAN, NONBINARY, TRANS_WOMAN, TRANS_MAN, GENDERQUEER", said(wrong, "therapistPreferences[0].value"))
	require.Regexp(t, "^must be one of these, the most alike first: CBT, .*HYPNOSIS", said(wrong, "therapistPreferences[1].value"))
	require.Contains(t, said(wrong, "therapistPreferences[2].value"), "CBT")
	require.Regexp(t, "^must be one of these, the most alike first: NY, ", said(wrong, "locationState"))
}

func said(wrong []errs.Violation, field string) string {
	for _, w := range wrong {
		if w.Field == field {
			return w.Description
		}
	}
	return ""
}
