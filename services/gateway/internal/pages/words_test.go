package pages

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

func TestEveryConcernHasOneLabel(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for _, g := range concernGroups(false) {
		for _, c := range g.Choices {
			seen[c.Value]++
			require.NotEmpty(t, c.Label)
			require.Positive(t, typev1.Need_Concern_value[c.Value], c.Value)
		}
	}
	for name, n := range typev1.Need_Concern_value {
		if n > 0 {
			require.Equal(t, 1, seen[name], name)
		}
	}
	var public int
	for _, g := range concernGroups(true) {
		public += len(g.Choices)
	}
	require.Equal(t, 23, public, "the booking page asks in few words")
	for _, h := range concernHints() {
		require.Positive(t, typev1.Need_Concern_value[h.Label], h.Label)
	}
}

func TestSuggestedConcern(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ topic, from, want string }{
		{"betrayal-trust", "", "BETRAYAL_TRUST"},
		{"", "blog/rebuilding-trust-after-betrayal", "BETRAYAL_TRUST"},
		{"", "blog/after-the-affair", "INFIDELITY"},
		{"CONCERN_UNSPECIFIED", "", ""},
		{"", "blog/hello", ""},
		{"nothing", "blog/postpartum", "PERINATAL"},
	} {
		require.Equal(t, c.want, suggestedConcern(c.topic, c.from), "%+v", c)
	}
}

func TestTelHref(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"+1 212 555 0142": "+12125550142", "(212) 555-0142": "+12125550142", "1-212-555-0142": "+12125550142", "988": "988",
		"+44 20 7946 0000": "+442079460000",
	} {
		require.Equal(t, want, telHref(in), in)
	}
}

func TestManageLinkStaysOnTheHost(t *testing.T) {
	t.Parallel()
	require.Equal(t, "/manage#t=a-b_c", manageLink("https://elsewhere.example/m/x#t=a-b_c"))
	require.Empty(t, manageLink("https://elsewhere.example/m/x"))
	require.Empty(t, manageLink(""))
}

func TestLocalPath(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"/inquiries/x?y=1": "/inquiries/x?y=1", "//evil.example": "/", "https://evil.example": "/", `/\evil.example`: "/", "": "/",
	} {
		require.Equal(t, want, localPath(in), in)
	}
}

// Slots around both changes of the clock land on the right day, in the right week, with both clocks in words.
func TestLayOutAroundTheClockChange(t *testing.T) {
	t.Parallel()
	newYork, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	phoenix, err := time.LoadLocation("America/Phoenix")
	require.NoError(t, err)
	slot := func(at time.Time) *schedulingv1.Slot {
		return &schedulingv1.Slot{Slot: at.String(), StartTime: timestamppb.New(at), EndTime: timestamppb.New(at.Add(10 * time.Minute))}
	}
	// 2027-03-14 is the Sunday on which New York skips an hour.
	today := time.Date(2027, 3, 12, 9, 0, 0, 0, newYork)
	open := layOut(&schedulingv1.ListSlotsResponse{Slots: []*schedulingv1.Slot{
		slot(time.Date(2027, 3, 12, 11, 40, 0, 0, newYork)), slot(time.Date(2027, 3, 12, 12, 0, 0, 0, newYork)),
		slot(time.Date(2027, 3, 15, 11, 40, 0, 0, newYork)), slot(time.Date(2027, 3, 22, 18, 0, 0, 0, newYork)),
	}}, today, newYork, newYork, "2027-03-15")
	require.Equal(t, "2027-03-15", open.Day.Date)
	require.Len(t, open.Near, 2)
	require.Equal(t, "This week", open.Near[0].Title)
	require.Equal(t, 2, open.Near[0].Days[0].Count)
	require.Len(t, open.Near[0].Days[0].Parts, 2)
	require.Equal(t, "Next week", open.Near[1].Title)
	require.Equal(t, "Week of March 22", open.Later[0].Title)
	require.False(t, open.LaterChosen())
	require.False(t, open.TwoClocks())

	before := momentIn(time.Date(2027, 3, 12, 12, 0, 0, 0, newYork), phoenix, newYork)
	require.Equal(t, "10:00\u00a0am", before.Clock)
	require.Equal(t, "12:00\u00a0pm Eastern time", before.Other)
	after := momentIn(time.Date(2027, 3, 15, 12, 0, 0, 0, newYork), phoenix, newYork)
	require.Equal(t, "9:00\u00a0am", after.Clock)
	late := momentIn(time.Date(2027, 3, 16, 0, 30, 0, 0, newYork), phoenix, newYork)
	require.Equal(t, "Tuesday, March\u00a016 at 12:30\u00a0am Eastern time", late.Other)
}

func TestPhoneWords(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"+12125550100": "(212)\u00a0555-0100", "+442079460000": "+442079460000", "212 555 0100": "212 555 0100", "+1212555010x": "+1212555010x",
	} {
		require.Equal(t, want, phoneWords(in))
	}
	require.Equal(t, "+12125550100", telHref(phoneWords("+12125550100")))
}
