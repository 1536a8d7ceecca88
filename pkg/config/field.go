package config

import (
	"iter"
	"maps"
	"reflect"
	"strings"
)

// field is one key of a mapping.
type field struct {
	key   string
	tag   reflect.StructTag
	value reflect.Value
}

// leaf is a setting that a variable or flag can give.
type leaf struct {
	field
	path   string
	env    string // without the prefix; "" for none
	secret bool
}

var originsType = reflect.TypeFor[Origins]()

// fields lists the settings of a struct, those of embedded structs among them.
func fields(v reflect.Value) []field {
	var out []field
	for i := range v.NumField() {
		sf := v.Type().Field(i)
		key, tagged := sf.Tag.Lookup("yaml")
		switch {
		case sf.Type == originsType, key == "-":
		case sf.Anonymous && sf.Type.Kind() == reflect.Struct && !tagged:
			out = append(out, fields(v.Field(i))...)
		case !sf.IsExported():
		default:
			if key == "" {
				key = strings.ToLower(sf.Name)
			}
			out = append(out, field{key: key, tag: sf.Tag, value: v.Field(i)})
		}
	}
	return out
}

// leaves lists the settings of a struct and of the structs in it, in their order.
func leaves(root reflect.Value) []leaf {
	var out []leaf
	var walk func(v reflect.Value, path, env string, hidden bool)
	walk = func(v reflect.Value, path, env string, hidden bool) {
		for _, f := range fields(v) {
			name := f.tag.Get("env")
			off := hidden || name == "-"
			if name == "" {
				name = strings.ToUpper(f.key)
			}
			switch {
			case isStructs(f.value):
			case isLeaf(f.value):
				l := leaf{field: f, path: join(path, f.key), secret: f.tag.Get("secret") == "true"}
				if !off {
					l.env = env + name
				}
				out = append(out, l)
			case f.value.Kind() == reflect.Struct:
				walk(f.value, join(path, f.key), env+name+"_", off)
			}
		}
	}
	walk(root, "", "", false)
	return out
}

// origins returns the target's embedded Origins, or nil.
func origins(root reflect.Value) *Origins {
	for i := range root.NumField() {
		if root.Type().Field(i).Type == originsType && root.Type().Field(i).IsExported() {
			o, _ := root.Field(i).Addr().Interface().(*Origins)
			return o
		}
	}
	return nil
}

func mapKeys[V any](m map[string]V) iter.Seq[string] { return maps.Keys(m) }
