package config

import (
	"os"
	"slices"
	"strings"
)

const (
	fileSuffix = "_FILE"
	// fileVariable, after the prefix, names the YAML file.
	fileVariable = "CONFIG"
)

// environment keeps the variables that are ours, without their prefix.
func environment(opts Options) map[string]string {
	ours := make(map[string]string)
	for _, entry := range opts.Env {
		name, value, _ := strings.Cut(entry, "=")
		if name, ok := strings.CutPrefix(name, opts.Prefix); ok {
			ours[name] = value
		}
	}
	return ours
}

func (l *loader) environment() {
	known := map[string]bool{fileVariable: true}
	for _, f := range l.leaves {
		if f.env == "" {
			continue
		}
		known[f.env] = true
		text, name := l.env[f.env], l.opts.Prefix+f.env
		if f.secret {
			known[f.env+fileSuffix] = true
			if path := l.env[f.env+fileSuffix]; path != "" {
				if text != "" {
					l.problem(name, "is set, and %s%s too", name, fileSuffix)
					continue
				}
				name += fileSuffix
				content, err := os.ReadFile(path)
				if err != nil {
					l.problem(name, "the file cannot be read")
					continue
				}
				text = strings.TrimRight(string(content), "\r\n")
			}
		}
		if text != "" {
			l.set(f, text, name, name)
		}
	}
	for _, name := range slices.Sorted(mapKeys(l.env)) {
		if !known[name] {
			l.problem(l.opts.Prefix+name, "unknown variable")
		}
	}
}
