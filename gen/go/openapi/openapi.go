// Package openapi holds the OpenAPI 2 documents of the two HTTP APIs, generated from the protos.
package openapi

import _ "embed" // the documents

// Public is the document of the public listener.
//
//go:embed public.swagger.json
var Public []byte

// Staff is the document of the staff listener.
//
//go:embed staff.swagger.json
var Staff []byte
