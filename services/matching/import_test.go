package matching_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

func (b *bundle) imported(req *matchingv1.ImportTherapistsRequest) *matchingv1.ImportTherapistsResponse {
	b.t.Helper()
	r, err := b.staff.ImportTherapists(b.admin(), req)
	require.NoError(b.t, err)
	return r
}

// renamed puts New before every display name, the second column.
func renamed(file string) string {
	lines := strings.SplitAfter(file, "\r\n")
	for i, line := range lines {
		if bare, rest, ok := strings.Cut(line, ","); ok && i > 0 {
			text, quoted := strings.CutPrefix(rest, `"`)
			lines[i] = bare + ",New " + text
			if quoted {
				lines[i] = bare + `,"New ` + text
			}
		}
	}
	return strings.Join(lines, "")
}

func TestImport(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		known := b.create(newcomer())
		bare := strings.TrimPrefix(known.GetName(), "therapists/")
		file := "id,display_name,fee_cents,licenses,formats,modes,languages,age_groups,capacity.target_caseload,capacity.brought_clients,capacity.accepting,initial_hours\n" +
			",\"Dr. Second Comer, LMFT\",9000,NY LMFT 2032-12-31,COUPLE,VIDEO,en,ADULT,5,2,TRUE,MONDAY 09:00 17:00; TUESDAY 09:00 17:00\n"
		change := "id,display_name,fee_cents\n" + bare + ",Dr. New Name,12500\n"

		r := b.imported(&matchingv1.ImportTherapistsRequest{Csv: file, ValidateOnly: true, RequestId: newRequest()})
		require.False(t, r.GetApplied())
		require.EqualValues(t, 1, r.GetCreated())
		require.Empty(t, r.GetRows()[0].GetTherapist(), "nobody has the id of one who would be made")
		require.Len(t, b.roster(false), 13, "a dry run changes nothing")
		given := id.New()
		r = b.imported(&matchingv1.ImportTherapistsRequest{Csv: "id,display_name\n" + given + ",Dr. Given\n", ValidateOnly: true})
		require.Equal(t, "therapists/"+given, r.GetRows()[0].GetTherapist(), "the file's own id")

		req := &matchingv1.ImportTherapistsRequest{Csv: file, RequestId: newRequest()}
		r = b.imported(req)
		require.True(t, r.GetApplied())
		made := r.GetRows()[0]
		require.Equal(t, matchingv1.SheetRow_CREATED, made.GetAction())
		require.True(t, b.candidate(made.GetTherapist()), "with openings: the provider exists")
		require.True(t, proto.Equal(r, b.imported(req)), "the first answer again")
		req.Csv = change
		_, err := b.staff.ImportTherapists(b.admin(), req)
		requireReason(t, errs.ReasonRequestIDReused, err)
		r = b.imported(&matchingv1.ImportTherapistsRequest{Csv: file})
		require.False(t, r.GetApplied())
		require.Contains(t, r.GetRows()[0].GetProblems()[0].GetMessage(), strings.TrimPrefix(made.GetTherapist(), "therapists/"))

		r = b.imported(&matchingv1.ImportTherapistsRequest{Csv: change})
		require.EqualValues(t, 1, r.GetUpdated())
		got, err := b.staff.GetTherapist(b.desk(), &matchingv1.GetTherapistRequest{Name: known.GetName()})
		require.NoError(t, err)
		want := proto.CloneOf(known)
		want.DisplayName, want.FeeCents = "Dr. New Name", 12_500
		want.Etag, want.UpdateTime = got.GetTherapist().GetEtag(), got.GetTherapist().GetUpdateTime()
		require.True(t, proto.Equal(want, got.GetTherapist()), "columns that are not there leave their fields alone")
		require.NotEqual(t, known.GetEtag(), want.GetEtag())
	})
}

// TestEverythingWrongAtOnce: what cannot be read hides nothing else that is wrong with a row, and is not told twice.
func TestEverythingWrongAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		known := strings.TrimPrefix(b.create(newcomer()).GetName(), "therapists/")
		const header = "id,display_name,fee_cents,sliding_fee_cents,licenses,modes,languages,insurers,practising_since,identity.gender,etag\n"
		row := ",9000 dollars,100,NY LMFT 2030-01-01 17 MAYBE; NY LMSWW 2030-1-1; QQ LMFT,FAX; VIDEO; PIGEON,en; !; en,AETNA:,3000,FEMALE,\n"
		r := b.imported(&matchingv1.ImportTherapistsRequest{Csv: header + ",Dr. Wrong" + row + known + ",Dr. Wrong" + row, ValidateOnly: true})
		for _, got := range r.GetRows() {
			var said []string
			for _, p := range got.GetProblems() {
				said = append(said, p.GetColumn()+": "+p.GetMessage())
				require.NotRegexp(t, "regex|\\^", p.GetMessage())
				require.Less(t, len(p.GetMessage()), 400, "a sheet repeats its faults")
			}
			require.Len(t, said, 13, strings.Join(said, "\n"))
			for _, want := range []string{
				`fee_cents: "9000 dollars" must be a whole number`, `licenses: "MAYBE" must be one of ACTIVE,`, `modes: "FAX" must be one of`, `modes: "PIGEON" must be one of`,
				"licenses: The cell, title of value 2, must be one of LMFT,", "licenses: The cell, expire date of value 2, must be a date written YYYY-MM-DD",
				"licenses: The cell, state of value 3, must be one of these", "licenses: The cell, expire date of value 3, must be a date",
				"languages: The cell must not hold the same twice", "languages: The cell, value 2, must be the tag of a language", "insurers: The cell, value 1, must be a code of capital letters",
				"practising_since: The cell must not be a year to come", "identity.gender: The cell must be one of WOMAN, MAN,",
			} {
				require.Contains(t, strings.Join(said, "\n"), want)
			}
		}
	})
}

// TestFilesThatAreNoSheets are refused with what is wrong: as large as may be, larger, and with what no database keeps.
func TestFilesThatAreNoSheets(t *testing.T) {
	t.Parallel()
	const most = 200 << 10
	each(t, func(t *testing.T, b *bundle) {
		for _, file := range []string{strings.Repeat("x\n", most/2), strings.Repeat("x,", most/2), strings.Repeat("x", most)} {
			r := b.imported(&matchingv1.ImportTherapistsRequest{Csv: file, ValidateOnly: true})
			require.NotEmpty(t, r.GetRows()[0].GetProblems())
		}
		_, err := b.staff.ImportTherapists(b.admin(), &matchingv1.ImportTherapistsRequest{Csv: strings.Repeat("x", most+1)})
		require.Equal(t, "csv", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)
		r := b.imported(&matchingv1.ImportTherapistsRequest{Csv: "display_name,pronouns\n\"Dr. \x00\",\x00\n"})
		require.EqualValues(t, 1, r.GetRefused())
	})
}

func TestImportProblems(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		known, gone := b.create(newcomer()), newcomer()
		gone.DisplayName = "Dr. Gone"
		gone = b.create(gone)
		_, err := b.staff.DeleteTherapist(b.admin(), &matchingv1.DeleteTherapistRequest{Name: gone.GetName()})
		require.NoError(t, err)
		bare := strings.TrimPrefix(known.GetName(), "therapists/")
		file := "id,display_name,fee_cents,sliding_fee_cents,licenses,initial_hours,etag\n" +
			",Dr. Good,1,,NY LMFT 2030-01-01,,\n" +
			",Dr. Fee,1,2,,,\n" +
			",Dr. Licence,1,,NY LMFT 2030-01-01; New_York LMFT 2030-01-01; NY LMFT 2030-02-30,,\n" +
			"nonsense,Dr. Id,1,,,,\n" +
			bare + ",Dr. Stale,1,,,MONDAY 09:00 17:00; TUESDAY 09:00 17:00; WEDNESDAY 09:00 17:00; THURSDAY 09:00 17:00; FRIDAY 09:00 17:00,another\n" +
			bare + ",Dr. Twice,1,,,,\n" +
			strings.TrimPrefix(gone.GetName(), "therapists/") + ",Dr. Gone,1,,,,\n" +
			",Dr. Good,1,,,,\n" +
			",,1,,,,\n" +
			",Dr. Title,1,,NY LMSWW 2030-01-01,,\n"
		require.Len(t, b.roster(false), 13)
		r := b.imported(&matchingv1.ImportTherapistsRequest{Csv: file})
		require.False(t, r.GetApplied())
		require.Len(t, b.roster(false), 13, "one bad row, and nothing is taken")
		for i, want := range [][2]string{
			{}, {"sliding_fee_cents", "must not be higher than the fee"}, {"licenses", "value 2"}, {"id", "is no id"}, {"etag", "Export it again"},
			{"id", "Line 6 has the same id"}, {"id", "Undelete"}, {"id", "of this name already"}, {"display_name", "The cell"},
			{"licenses", "must be one of LMFT, LCSW, LMSW,"},
		} {
			row := r.GetRows()[i]
			require.EqualValues(t, i+2, row.GetLine())
			if i == 0 {
				require.Equal(t, matchingv1.SheetRow_CREATED, row.GetAction())
				continue
			}
			require.Equal(t, matchingv1.SheetRow_REFUSED, row.GetAction(), row)
			require.Equal(t, want[0], row.GetProblems()[0].GetColumn(), row)
			require.Contains(t, row.GetProblems()[0].GetMessage(), want[1])
		}
		require.Len(t, r.GetRows()[2].GetProblems(), 2, "both licences")
		require.Empty(t, r.GetRows()[0].GetTherapist(), "who is not made has no id")

		hours := "id,initial_hours\n" + bare + ",MONDAY 10:00 17:00\n"
		require.Contains(t, b.imported(&matchingv1.ImportTherapistsRequest{Csv: hours}).GetRows()[0].GetProblems()[0].GetMessage(), "is set once")

		r = b.imported(&matchingv1.ImportTherapistsRequest{Csv: file, AllowPartial: true})
		require.True(t, r.GetApplied())
		require.EqualValues(t, 9, r.GetRefused())
		require.Len(t, b.roster(false), 14)
		r = b.imported(&matchingv1.ImportTherapistsRequest{Csv: "display_name\nDr. Whole\n\"open", AllowPartial: true})
		require.False(t, r.GetApplied(), "a file that cannot be told apart is not taken in part")
	})
}
