package pages

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// showPayment puts how sessions are paid into the form.
func (f *callForm) showPayment(p *typev1.Need_Payment) {
	switch kind := p.GetKind().(type) {
	case *typev1.Need_Payment_SelfPayMaxCents:
		f.Payment, f.MaxFee = "self", dollars(kind.SelfPayMaxCents)
	case *typev1.Need_Payment_Insurer:
		f.Payment, f.Insurer = "insurer", strings.TrimSpace(kind.Insurer)
	default:
	}
	f.Network = strings.TrimSpace(p.GetNetwork())
	if outside := p.GetOutOfNetworkMaxCents(); outside > 0 {
		f.Outside = dollars(outside)
	}
}

// payment is how sessions are paid: as it is recorded where nothing else was said.
func (f callForm) payment(now *typev1.Need_Payment, was callForm) *typev1.Need_Payment {
	if f.Payment == was.Payment && f.Insurer == was.Insurer && f.MaxFee == was.MaxFee && f.Network == was.Network && f.Outside == was.Outside {
		return now
	}
	switch f.Payment {
	case "self":
		cents, _ := parseDollars(f.MaxFee)
		return &typev1.Need_Payment{Kind: &typev1.Need_Payment_SelfPayMaxCents{SelfPayMaxCents: cents}}
	case "insurer":
		outside, _ := parseDollars(f.Outside)
		return &typev1.Need_Payment{
			Kind: &typev1.Need_Payment_Insurer{Insurer: f.Insurer}, Network: f.Network, OutOfNetworkMaxCents: outside,
		}
	default:
		return nil
	}
}

// dollars writes an amount in cents as people do: 180, or 187.50.
func dollars(cents int64) string {
	if cents%100 == 0 {
		return strconv.FormatInt(cents/100, 10)
	}
	return fmt.Sprintf("%d.%02d", cents/100, cents%100)
}

var dollarText = regexp.MustCompile(`^\$?\s*(\d{1,6})(?:\.(\d{1,2}))?$`)

// parseDollars reads 180, $187.50 or 187.5 in cents.
func parseDollars(text string) (cents int64, ok bool) {
	m := dollarText.FindStringSubmatch(strings.ReplaceAll(text, ",", ""))
	if m == nil {
		return 0, false
	}
	cents, err := strconv.ParseInt(m[1]+(m[2] + "00")[:2], 10, 64)
	return cents, err == nil
}
