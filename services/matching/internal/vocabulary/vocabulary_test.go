package vocabulary

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// TestEveryConcernIsWhole shows that whatever is said of a concern stands at its one entry in the proto: its domain, its
// words, its label, its heading.
func TestEveryConcernIsWhole(t *testing.T) {
	t.Parallel()
	require.Len(t, Concerns(), len(typev1.Need_Concern_name)-1)
	rolled := map[uint8]bool{}
	for _, c := range Concerns() {
		require.Equal(t, typev1.Need_Concern_value[c.Code], int32(c.Number), c.Code)
		require.NotEmpty(t, c.Words, c.Code)
		require.NotEmpty(t, c.Label, c.Code)
		require.Less(t, int(c.Domain), len(Domains()), c.Code)
		require.Less(t, c.Number, uint8(128), "the kernel packs the levels of 128 concerns")
		rolled[c.Domain] = true
		found, ok := Concern(c.Code)
		require.True(t, ok)
		require.Equal(t, c, found)
	}
	require.Len(t, rolled, 12, "every outcome domain has concerns")
	require.Len(t, Domains(), 12)
}

// TestTheVocabularyIsStable compares the terms with those of the released version. A term may be added, with a new
// version; none may change its number or go.
func TestTheVocabularyIsStable(t *testing.T) {
	t.Parallel()
	recorded, err := os.ReadFile("testdata/terms.txt")
	require.NoError(t, err)
	now := map[string]string{}
	var all strings.Builder
	for _, v := range []struct {
		name  string
		terms []Term
	}{
		{"domain", domains}, {"concern", concerns}, {"approach", approaches}, {"title", titles}, {"payer", payers},
		{"gender", genders}, {"culture", cultures}, {"faith", faiths}, {"access", access}, {"state", states},
	} {
		for _, term := range v.terms {
			key := v.name + " " + term.Code
			now[key] = string(rune('0'+term.Number/100)) + string(rune('0'+term.Number/10%10)) + string(rune('0'+term.Number%10))
			all.WriteString(key + " " + now[key] + "\n")
		}
	}
	if os.Getenv("RECORD") != "" {
		require.NoError(t, os.WriteFile("testdata/terms.txt", []byte(Version+"\n"+all.String()), 0o600))
	}
	lines := strings.Split(strings.TrimSpace(string(recorded)), "\n")
	for _, line := range lines[1:] {
		at := strings.LastIndex(line, " ")
		require.Equal(t, line[at+1:], now[line[:at]], line)
	}
	if strings.TrimSpace(all.String()) != strings.Join(lines[1:], "\n") {
		require.NotEqual(t, Version, lines[0], "new terms need a new version; then record them with RECORD=1")
	}
}

// TestNarrowerAndBroader: what a term includes is of the same list, nothing includes itself over others, and whoever states a
// term is all that is broader, at any distance.
func TestNarrowerAndBroader(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]struct {
		terms []Term
		over  func(string) []string
	}{"gender": {genders, GendersOver}, "culture": {cultures, CulturesOver}, "faith": {faiths, FaithsOver}} {
		var chain int
		for _, broad := range v.terms {
			require.Equal(t, broad.Code, v.over(broad.Code)[0])
			for _, narrow := range broad.Includes {
				require.Contains(t, index(v.terms), narrow, "%s includes a %s nobody knows", broad.Code, name)
				require.NotContains(t, v.over(broad.Code), narrow, "%s and %s include each other", broad.Code, narrow)
				require.Subset(t, v.over(narrow), v.over(broad.Code))
				chain = max(chain, len(v.over(narrow)))
			}
		}
		require.Greater(t, chain, 1, name)
	}
	for _, terms := range [][]Term{domains, concerns, approaches, titles, payers, access, states} {
		for _, term := range terms {
			require.Empty(t, term.Includes, "%s: only what a therapist states is broader or narrower", term.Code)
		}
	}
	require.ElementsMatch(t, []string{"DOMINICAN", "LATINO", "LATINX"}, CulturesOver("DOMINICAN"))
	require.ElementsMatch(t, []string{"BAPTIST", "PROTESTANT", "CHRISTIAN"}, FaithsOver("BAPTIST"))
	require.Empty(t, GendersOver("FEMALE"), "what nobody knows is nothing")
	require.ElementsMatch(t, []string{"A", "B", "C"}, over([]Term{{Code: "A", Includes: []string{"B"}}, {Code: "B", Includes: []string{"C"}}, {Code: "C", Includes: []string{"A"}}})["A"])
}

func TestThePitfallsOfPublicLists(t *testing.T) {
	t.Parallel()
	focused, _ := Approach("EFT")
	tapping, _ := Approach("EMOTIONAL_FREEDOM_TECHNIQUES")
	require.Contains(t, focused.Label, "emotionally focused")
	require.NotContains(t, tapping.Words+tapping.Label, "EFT", "two approaches share an abbreviation; one keeps it")
	programme, _ := Approach("DBT")
	require.Equal(t, "DBT_INFORMED", programme.Partly, "informed by DBT is not the programme")
	gottman, _ := Approach("GOTTMAN")
	require.Equal(t, "GOTTMAN_LEVEL_1_2", gottman.Partly)

	nucc := regexp.MustCompile(`^[0-9]{2,3}[0-9A-Z]{6,7}X$`)
	codes := map[string]string{}
	for _, title := range titles {
		if title.NUCC == "" {
			continue
		}
		require.Regexp(t, nucc, title.NUCC)
		require.Len(t, title.NUCC, 10)
		require.Empty(t, codes[title.NUCC], "%s and %s", title.Code, codes[title.NUCC])
		codes[title.NUCC] = title.Code
	}
	require.Equal(t, "CASAC", codes["101YA0400X"], "an addiction counsellor, which lists show as a professional counsellor")
	require.Equal(t, "LPC", codes["101YP2500X"])
	require.Equal(t, "PMHNP", codes["363LP0808X"], "363LP0200X is paediatrics")
	require.Equal(t, "LCSW", codes["1041C0700X"], "not 104100000X, a social worker of any kind")
	require.NotContains(t, codes, "363LP0200X")

	for _, partly := range Approaches() {
		if partly.Partly != "" {
			_, ok := Approach(partly.Partly)
			require.True(t, ok, partly.Partly)
		}
	}
	snomed := regexp.MustCompile(`^[1-9][0-9]{6,8}$`)
	for _, c := range Concerns() {
		if c.SNOMED != "" {
			require.Regexp(t, snomed, c.SNOMED, c.Code)
			require.True(t, verhoeff(c.SNOMED), "%s: the check digit of %s", c.Code, c.SNOMED)
		}
	}
}

// verhoeff checks the last digit of a SNOMED CT identifier.
func verhoeff(code string) bool {
	multiply := [10]string{
		"0123456789", "1234067895", "2340178956", "3401289567", "4012395678", "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
	}
	permute := [8]string{"0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"}
	c := 0
	for i := range len(code) {
		digit := int(code[len(code)-1-i] - '0')
		c = int(multiply[c][permute[i%8][digit]-'0'] - '0')
	}
	return c == 0
}
