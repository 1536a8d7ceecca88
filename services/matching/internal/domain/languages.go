package domain

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Mandarin and Cantonese are what is spoken under the one written name of Chinese.
const (
	mandarin  = "zh"
	cantonese = "yue"
)

// spoken is the language one hears under a BCP 47 tag: whoever speaks es-MX is understood by a therapist who speaks es, so that regions
// and scripts do not matter. Chinese is where they do, for its languages do not understand each other: it is Mandarin (zh, cmn, zh-CN,
// zh-SG, zh-TW, zh-Hans, zh-Hant) unless the tag says Cantonese (yue, zh-yue, zh-HK, zh-MO) or another of them (nan, zh-nan, wuu, hak).
func spoken(tag string) string {
	parts := strings.Split(strings.ToLower(tag), "-")
	switch parts[0] {
	case "cmn":
		return mandarin
	case mandarin:
		return chinese(parts[1:])
	default:
		return parts[0]
	}
}

// chinese is what is spoken under the rest of a tag that begins with zh.
func chinese(rest []string) string {
	const extended = 3 // letters of the subtag of a language within a language: by definition of RFC 5646, section 2.2.2
	for _, part := range rest {
		switch {
		case part == "hk" || part == "mo":
			return cantonese
		case part == "cmn":
			return mandarin
		case len(part) == extended && part[0] > '9':
			return part
		}
	}
	return mandarin
}

// languageName is the English name of what one hears under a BCP 47 tag.
func languageName(tag string) string {
	heard := spoken(tag)
	if heard == mandarin {
		return "Mandarin"
	}
	t, err := language.Parse(heard)
	if err != nil {
		return tag
	}
	if name := display.English.Tags().Name(t); name != "" {
		return name
	}
	return tag
}
