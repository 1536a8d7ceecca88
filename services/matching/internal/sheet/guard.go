package sheet

import "strings"

// starters begin a formula in one spreadsheet or another; a cell that begins with one could make whoever opens the
// file run what somebody else wrote (OWASP, CSV injection).
const starters = "=+-@\t\r\n＝＋－＠"

// guard makes a spreadsheet read the text as text: an apostrophe stands before what would begin a formula. A text that
// looks like one guarded already is guarded again, so that [unguard] gives back every text.
func guard(text string) string {
	if risky(strings.TrimLeft(text, "'")) && !number(text) {
		return "'" + text
	}
	return text
}

// unguard takes away what guard added. Any other apostrophe is part of the text.
func unguard(cell string) string {
	if text, ok := strings.CutPrefix(cell, "'"); ok && risky(strings.TrimLeft(text, "'")) {
		return text
	}
	return cell
}

func risky(text string) bool {
	for _, first := range text {
		return strings.ContainsRune(starters, first)
	}
	return false
}

// number reports whether the text is a whole number, which a spreadsheet computes nothing from.
func number(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}
