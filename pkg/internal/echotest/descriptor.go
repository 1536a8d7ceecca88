package echotest

const echo = `
name: "firstcall/echotest/v1/echo.proto"
package: "firstcall.echotest.v1"
syntax: "proto3"
dependency: "buf/validate/validate.proto"
dependency: "firstcall/options/v1/names.proto"
dependency: "firstcall/options/v1/policy.proto"
enum_type {
  name: "Kind"
  value { name: "KIND_UNSPECIFIED" number: 0 }
  value { name: "ROLE" number: 1 options { [firstcall.options.v1.names_for]: "firstcall.options.v1.Policy.Role" } }
  value { name: "FREE" number: 2 }
}
message_type {
  name: "Wish"
  field { name: "kind" json_name: "kind" number: 1 type: TYPE_ENUM type_name: ".firstcall.echotest.v1.Kind" label: LABEL_OPTIONAL }
  field {
    name: "value" json_name: "value" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL
    options { [firstcall.options.v1.names_by]: "kind" }
  }
}
message_type {
  name: "Contact"
  field {
    name: "phone_number" json_name: "phoneNumber" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL
    options { [buf.validate.field] { string { pattern: "^\\+[0-9]{8,15}$" } ignore: IGNORE_IF_ZERO_VALUE } }
  }
}
message_type {
  name: "Echo"
  field {
    name: "text" json_name: "text" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL
    options { [buf.validate.field] { string { min_len: 1 max_len: 20 } } }
  }
  field {
    name: "key_concerns" json_name: "keyConcerns" number: 2 type: TYPE_STRING label: LABEL_REPEATED
    options { [buf.validate.field] { repeated { items { string { max_len: 5 } } } } }
  }
  field {
    name: "contact" json_name: "contact" number: 3 type: TYPE_MESSAGE label: LABEL_OPTIONAL
    type_name: ".firstcall.echotest.v1.Contact"
  }
  field {
    name: "slot" json_name: "slot" number: 4 type: TYPE_STRING label: LABEL_OPTIONAL oneof_index: 0
  }
  field {
    name: "hold" json_name: "hold" number: 5 type: TYPE_STRING label: LABEL_OPTIONAL oneof_index: 0
  }
  field {
    name: "first_roles" json_name: "firstRoles" number: 6 type: TYPE_STRING label: LABEL_REPEATED
    options { [firstcall.options.v1.names_of]: "firstcall.options.v1.Policy.Role" }
  }
  field {
    name: "wishes" json_name: "wishes" number: 7 type: TYPE_MESSAGE label: LABEL_REPEATED
    type_name: ".firstcall.echotest.v1.Wish"
  }
  field {
    name: "ignored" json_name: "ignored" number: 8 type: TYPE_MESSAGE label: LABEL_OPTIONAL
    type_name: ".firstcall.echotest.v1.Wish" options { [buf.validate.field] { ignore: IGNORE_ALWAYS } }
  }
  oneof_decl { name: "when" }
}
service {
  name: "EchoService"
  method {
    name: "Read" input_type: ".firstcall.echotest.v1.Echo" output_type: ".firstcall.echotest.v1.Echo"
    options { [firstcall.options.v1.policy] {
      callers: GATEWAY callers: INTAKE roles: VISITOR roles: SERVICE deadline { seconds: 2 } idempotency: READ
    } }
  }
  method {
    name: "Write" input_type: ".firstcall.echotest.v1.Echo" output_type: ".firstcall.echotest.v1.Echo"
    options { [firstcall.options.v1.policy] {
      callers: GATEWAY roles: FRONT_DESK deadline { seconds: 1 } idempotency: REQUEST_ID
    } }
  }
  method {
    name: "Planned" input_type: ".firstcall.echotest.v1.Echo" output_type: ".firstcall.echotest.v1.Echo"
    options { [firstcall.options.v1.policy] {
      callers: GATEWAY roles: FRONT_DESK deadline { seconds: 1 } idempotency: IDEMPOTENT not_built: true
    } }
  }
  method {
    name: "Watch" input_type: ".firstcall.echotest.v1.Echo" output_type: ".firstcall.echotest.v1.Echo"
    server_streaming: true
    options { [firstcall.options.v1.policy] { callers: INTAKE roles: SERVICE idempotency: READ } }
  }
}
`

const bare = `
name: "bare/echotest/v1/bare.proto"
package: "bare.echotest.v1"
syntax: "proto3"
message_type { name: "Nothing" }
service {
  name: "BareService"
  method { name: "Do" input_type: ".bare.echotest.v1.Nothing" output_type: ".bare.echotest.v1.Nothing" }
}
`
