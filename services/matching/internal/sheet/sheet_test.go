package sheet_test

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"pgregory.net/rapid"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/sheet"
)

// outputs are the fields that the service sets and nobody writes into a file. The name is the id column.
var outputs = []string{"name", "capacity.active_clients", "capacity.reserved", "capacity.new_clients", "capacity.severe_clients", "create_time", "update_time", "delete_time"}

func TestEveryFieldHasAColumn(t *testing.T) {
	t.Parallel()
	var want []string
	var walk func(m protoreflect.MessageDescriptor, prefix string)
	walk = func(m protoreflect.MessageDescriptor, prefix string) {
		for i := range m.Fields().Len() {
			fd := m.Fields().Get(i)
			name := prefix + string(fd.Name())
			switch {
			case slices.Contains(outputs, name):
			case fd.Message() != nil && !fd.IsList():
				walk(fd.Message(), name+".")
			default:
				want = append(want, name)
			}
		}
	}
	walk((&matchingv1.Therapist{}).ProtoReflect().Descriptor(), "")
	got := []string{}
	for _, c := range sheet.Columns() {
		require.NotEmpty(t, c.Doc, c.Name)
		if c.Name != "id" {
			got = append(got, c.Name)
		}
	}
	require.ElementsMatch(t, want, got)
}

// TestTheColumnsSayWhichWordsThereAre: whoever fills in a sheet finds every word that is taken.
func TestTheColumnsSayWhichWordsThereAre(t *testing.T) {
	t.Parallel()
	for column, words := range map[string]map[string]int32{
		"licenses": typev1.LicenseTitle_Id_value, "approaches": typev1.TherapyApproach_Id_value, "identity.gender": typev1.Gender_Id_value,
		"identity.cultures": typev1.Culture_Id_value, "identity.faiths": typev1.Faith_Id_value, "access": typev1.Access_Id_value,
	} {
		at := slices.IndexFunc(sheet.Columns(), func(c sheet.Column) bool { return c.Name == column })
		for word, number := range words {
			if number != 0 {
				require.Contains(t, sheet.Columns()[at].Doc, word, column)
			}
		}
	}
}

// fill sets every field that has a column, or leaves it empty.
func fill(t *rapid.T, m protoreflect.Message, prefix string) {
	for i := range m.Descriptor().Fields().Len() {
		fd := m.Descriptor().Fields().Get(i)
		name := prefix + string(fd.Name())
		switch {
		case slices.Contains(outputs, name) || rapid.IntRange(0, 3).Draw(t, name) == 0:
		case fd.IsList():
			list := m.Mutable(fd).List()
			for range rapid.IntRange(0, 3).Draw(t, name+" length") {
				if v := list.NewElement(); fd.Message() == nil {
					list.Append(value(t, fd))
				} else {
					fill(t, v.Message(), name+".")
					first := fd.Message().Fields().Get(0)
					v.Message().Set(first, value(t, first)) // one without anything cannot be told from none
					list.Append(v)
				}
			}
		case fd.Message() != nil:
			fill(t, m.Mutable(fd).Message(), name+".")
		default:
			m.Set(fd, value(t, fd))
		}
	}
}

// texts are those that a table could damage.
var texts = rapid.OneOf(
	rapid.SampledFrom([]string{"=HYPERLINK(\"x\")", "+1", "-", "@SUM", "'=1", "''-a", "-3", "’t Hooft", "Dr. Ana Ruiz, LMFT", `"`, "a;b", " a ", "a\nb", "TRUE", "é", "＝1"}),
	rapid.StringMatching(`[a-zA-Z0-9 ,;"'=+@éß-]{1,12}`),
)

func value(t *rapid.T, fd protoreflect.FieldDescriptor) protoreflect.Value {
	switch fd.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(rapid.Bool().Draw(t, "bool"))
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(rapid.IntRange(1, fd.Enum().Values().Len()-1).Draw(t, "enum")))
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(rapid.Int32().Draw(t, "int32"))
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(rapid.Int64().Draw(t, "int64"))
	default:
		return protoreflect.ValueOfString(texts.Draw(t, "text"))
	}
}

// TestNothingIsLost writes profiles that nobody would have, and reads them back.
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := &matchingv1.Therapist{Name: "therapists/" + id.Derive(texts.Draw(t, "id"))}
		fill(t, want.ProtoReflect(), "")
		want.Etag = strings.TrimSpace(want.GetEtag())
		file := sheet.Header() + sheet.Rows([]*matchingv1.Therapist{want})
		table := sheet.Read(file)
		require.True(t, table.Whole)
		require.Len(t, table.Rows, 1)
		row := table.Rows[0]
		require.Empty(t, row.Problems)
		got := row.Profile
		got.Name = "therapists/" + row.ID
		require.True(t, proto.Equal(want, got), "want %v\ngot  %v\nfile %q", want, got, file)
	})
}

// TestNoFormula checks each cell of a file as a spreadsheet would see it.
func TestNoFormula(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		th := &matchingv1.Therapist{DisplayName: texts.Draw(t, "name"), Insurers: []string{texts.Draw(t, "insurer")}}
		r := csv.NewReader(strings.NewReader(sheet.Rows([]*matchingv1.Therapist{th})))
		cells, err := r.Read()
		require.NoError(t, err)
		for _, cell := range cells {
			if strings.Trim(strings.TrimPrefix(cell, "-"), "0123456789") == "" && cell != "-" {
				continue // a number
			}
			require.False(t, cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n"), "%q", cell)
		}
	})
}

const header = "id,display_name,licenses,fee_cents,capacity.accepting\n"

func TestRead(t *testing.T) {
	t.Parallel()
	table := sheet.Read("\ufeff" + header +
		"\n" + // an empty line
		"therapists/abc,\"Dr. A, LMFT\",NY LMFT 2032-12-31;NJ LMFT 2031-06-30,18000,yes\r\n" +
		",,,,\n" + // what a spreadsheet leaves behind
		",\"over\ntwo lines\",,,FALSE,,\n" +
		",last,,,\n")
	require.True(t, table.Whole)
	require.Equal(t, []string{"display_name", "licenses", "fee_cents", "capacity.accepting"}, table.Mask)
	require.Len(t, table.Rows, 3)
	first := table.Rows[0]
	require.Equal(t, "abc", first.ID)
	require.Equal(t, 3, first.Line)
	require.True(t, proto.Equal(&matchingv1.Therapist{
		DisplayName: "Dr. A, LMFT", FeeCents: 18_000,
		Licenses: []*matchingv1.Therapist_License{{State: "NY", Title: "LMFT", ExpireDate: "2032-12-31"}, {State: "NJ", Title: "LMFT", ExpireDate: "2031-06-30"}},
		Capacity: &matchingv1.Therapist_Capacity{Accepting: true},
	}, first.Profile))
	require.Equal(t, 5, table.Rows[1].Line)
	require.Equal(t, "over\ntwo lines", table.Rows[1].Profile.GetDisplayName())
	require.Equal(t, 7, table.Rows[2].Line)
}

func TestReadProblems(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file   string
		line   int
		column string
		says   string
		whole  bool
	}{
		"no file":          {"", 1, "", "header line", false},
		"not UTF-8":        {"display_name\n\xe9", 1, "", "CSV UTF-8", false},
		"unknown column":   {"id,shoe_size\n", 1, "shoe_size", "is no column", false},
		"a column of old":  {"id,Capacity.Active_Clients\n", 1, "capacity.active_clients", "name it capacity.brought_clients", false},
		"a long name":      {"id," + strings.Repeat("x", 70) + "\n", 1, strings.Repeat("x", 60) + "…", "is no column", false},
		"a column twice":   {"id,fee_cents,Fee_Cents \n", 1, "fee_cents", "twice", false},
		"whose":            {"fee_cents\n1\n", 1, "", "neither an id nor a display_name", false},
		"semicolons":       {"id;display_name\n", 1, "", "not separated by commas", false},
		"tabs":             {"id\tdisplay_name\n", 1, "", "not separated by commas", false},
		"open quote":       {header + ",a,,,\n,\"b,,,\n,c,,,\n", 3, "", "quotation mark", false},
		"too few cells":    {header + ",Dr. A, LMFT,,18000,TRUE\n", 2, "", "6 cells and the header 5", true},
		"fee":              {header + ",a,,\"$18,000\",\n", 2, "fee_cents", `"$18,000" must be a whole number`, true},
		"bool":             {header + ",a,,,perhaps\n", 2, "capacity.accepting", "TRUE or FALSE", true},
		"parts":            {header + ",a,NY LMFT 2032-12-31 1 ACTIVE TRUE HELD NJ LMFT,,\n", 2, "licenses", "more than 7 parts: separate values by semicolons", true},
		"quoted part":      {header + ",a,\"NY \"\"LM\",,\n", 2, "licenses", "The cell has a quotation mark that is not closed.", true},
		"an unknown value": {"id,modes\n,VIDEO;FAX\n", 2, "modes", `"FAX" must be one of IN_PERSON, VIDEO, PHONE.`, true},
		"an unknown part":  {"id,expertise\n,GRIEF KNOWN\n", 2, "expertise", `"KNOWN" must be one of LISTED, TRAINED, CERTIFIED.`, true},
		"no semicolon":     {"id,languages\n,en es\n", 2, "languages", `"en es" is several words`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table := sheet.Read(test.file)
			require.Equal(t, test.whole, table.Whole)
			last := table.Rows[len(table.Rows)-1]
			require.Equal(t, test.line, last.Line)
			require.NotEmpty(t, last.Problems)
			require.Equal(t, test.column, last.Problems[0].Column)
			require.Contains(t, last.Problems[0].Message, test.says)
		})
	}
}

// TestLinesMayEndInAnyWay reads files of all systems, and says once which columns there are.
func TestLinesMayEndInAnyWay(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"\n", "\r\n", "\r"} {
		for _, last := range []string{"", end} {
			table := sheet.Read("display_name,fee_cents" + end + "Dr. A,1" + end + "\"Dr. B, LMFT\",2" + last)
			require.True(t, table.Whole)
			require.Len(t, table.Rows, 2)
			require.Equal(t, "Dr. B, LMFT", table.Rows[1].Profile.GetDisplayName())
			require.EqualValues(t, 2, table.Rows[1].Profile.GetFeeCents())
			require.Equal(t, 3, table.Rows[1].Line)
		}
	}
	wrong := sheet.Read("id,shoe_size,shirt_size\n").Rows[0].Problems
	require.Len(t, wrong, 3)
	require.Equal(t, 1, strings.Count(fmt.Sprint(wrong), "sliding_fee_cents"))
}

func TestMask(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"style.warmth"}, sheet.Read("id,style.warmth\n").Mask)
	all := sheet.Read("id,style.warmth,style.intensity,etag,style.directiveness,style.past_orientation,fee_cents\n")
	require.Equal(t, []string{"style", "fee_cents"}, all.Mask)
}

// FuzzRead reads whatever comes. What was read without a problem is written and read again alike.
func FuzzRead(f *testing.F) {
	f.Add(header + "abc,\"Dr. A, LMFT\",NY LMFT 2032-12-31,18000,TRUE\n")
	f.Add(header + ",'=1+1,- LMFT; NJ \"a b\" -,,no\n")
	f.Add("\ufeffid,style.warmth,initial_hours,etag\r\n,-3,MONDAY 09:00 17:00,e\r\n")
	f.Add(sheet.Header() + sheet.Rows([]*matchingv1.Therapist{{
		Name: "therapists/x", DisplayName: "x", Modes: []typev1.Need_Mode{typev1.Need_VIDEO}, Style: &typev1.Need_Style{},
	}}))
	f.Add("id\n\"")
	f.Fuzz(func(t *testing.T, file string) {
		table := sheet.Read(file)
		if !table.Whole && (len(table.Rows) == 0 || len(table.Rows[len(table.Rows)-1].Problems) == 0) {
			t.Fatal("broken without saying why")
		}
		for _, row := range table.Rows {
			if len(row.Problems) > 0 || strings.Contains(row.Profile.String(), "\\r") {
				continue // a line may end either way
			}
			row.Profile.Name = "therapists/" + row.ID
			again := sheet.Read(sheet.Header() + sheet.Rows([]*matchingv1.Therapist{row.Profile}))
			if !again.Whole || len(again.Rows) != 1 {
				if proto.Equal(row.Profile, &matchingv1.Therapist{Name: row.Profile.GetName()}) {
					continue // only what is not written
				}
				t.Fatalf("%q: %v", file, again.Rows)
			}
			second := again.Rows[0]
			second.Profile.Name = "therapists/" + second.ID
			if !proto.Equal(row.Profile, second.Profile) {
				t.Fatalf("%q: %v, then %v", file, row.Profile, second.Profile)
			}
		}
	})
}
