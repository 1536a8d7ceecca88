package config

import (
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Reference writes a Markdown table of every setting of target, a pointer to a struct: key, variable, default, help.
func Reference(w io.Writer, target any, prefix string) error {
	if prefix == "" {
		prefix = DefaultPrefix
	}
	var b strings.Builder
	b.WriteString("| key | variable | default | meaning |\n| --- | --- | --- | --- |\n")
	for _, f := range leaves(reflect.ValueOf(target).Elem()) {
		variable := ""
		switch {
		case f.env != "" && f.secret:
			variable = fmt.Sprintf("`%s%s`, `…%s`", prefix, f.env, fileSuffix)
		case f.env != "":
			variable = fmt.Sprintf("`%s%s`", prefix, f.env)
		}
		standard := ""
		if d := f.tag.Get("default"); d != "" {
			standard = "`" + d + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", f.path, variable, standard, f.tag.Get("help"))
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write configuration reference: %w", err)
	}
	return nil
}
