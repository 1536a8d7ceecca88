package pages_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// upload posts a form with a file, as a browser does.
func (b browser) upload(path string, fields map[string]string, file string) answer {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		require.NoError(b.t, form.WriteField(name, value))
	}
	if file != "" {
		part, err := form.CreateFormFile("file", "therapists.csv")
		require.NoError(b.t, err)
		_, err = part.Write([]byte(file))
		require.NoError(b.t, err)
	}
	require.NoError(b.t, form.Close())
	req := httptest.NewRequest(http.MethodPost, path, &body)
	req.Header.Set("Content-Type", form.FormDataContentType())
	return b.send(req)
}

func TestTherapistsPage(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_FRONT_DESK}
	got := b.get("/therapists")
	for _, words := range []string{
		"1 license has ended", "LCSW, NJ. Ended November 20, 2026.", "1 license ends soon", "Last day December 31, 2026.",
		"19 clients of 20 places", "1 client of 1 place", "Takes no new clients", `href="/therapists?page=more"`,
	} {
		require.Contains(t, got.body, words)
	}
	require.NotContains(t, got.body, "/therapists/import", "the practice manager's")
	require.Contains(t, b.get("/therapists?page=more").body, "From the beginning")

	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_CLINICIAN}
	require.NotContains(t, b.get("/therapists").body, "license")
	p.fail["ExportTherapists"] = []error{errs.New(errs.PermissionDenied, errs.ReasonPermissionDenied, "no")}
	require.Equal(t, http.StatusForbidden, b.get("/therapists.csv").status)

	got = b.get("/therapists.csv")
	require.Equal(t, "id\r\nt1\r\nt2\r\n", got.body)
	require.Contains(t, got.header.Get("Content-Disposition"), "therapists.csv")
}

func TestTherapistsFromASpreadsheet(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_ADMIN}
	require.Contains(t, b.get("/therapists").body, "/therapists/import")

	got := b.upload("/therapists/import", map[string]string{"act": "check"}, "")
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, `href="#file"`)
	got = b.upload("/therapists/import", map[string]string{"act": "check"}, "id,fee_cents\n,bad\n")
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, "fee_cents: “bad” must be a whole number.")
	require.NotContains(t, got.body, "Take these rows")

	got = b.upload("/therapists/import", map[string]string{"act": "check"}, "display_name\nDr. S\xf6der\n")
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, "Save it as “CSV UTF-8”")
	require.Len(t, p.imported, 1, "what no message can hold is not sent on")

	file := "display_name\n\"<b>Known</b>\"\nDr. New\n"
	got = b.upload("/therapists/import", map[string]string{"act": "check"}, file)
	require.Contains(t, got.body, "The file can be taken")
	require.Contains(t, got.body, "1 new, 0 changed, 1 as they were, 0 refused.")
	require.Contains(t, got.body, "&lt;b&gt;Known")
	require.True(t, p.imported[1].GetValidateOnly())
	request := got.hidden().Get("request")
	require.NotEmpty(t, request)
	got = b.upload("/therapists/import", map[string]string{"act": "take", "csv": file, "request": request}, "")
	require.Contains(t, got.body, "The file was taken")
	require.False(t, p.imported[2].GetValidateOnly())
	require.Equal(t, request, p.imported[2].GetRequestId())
	require.Equal(t, file, p.imported[2].GetCsv())

	got = b.upload("/therapists/import", map[string]string{"act": "check"}, strings.Repeat("x", 300<<10))
	require.Equal(t, http.StatusRequestEntityTooLarge, got.status)
	require.Contains(t, got.body, "larger than 200 KB")
	got = b.upload("/therapists/import", map[string]string{"act": "check"}, strings.Repeat("x", 201<<10))
	require.Equal(t, http.StatusRequestEntityTooLarge, got.status)
	require.Contains(t, got.body, `href="#file"`)
}
