// Package fhir shows a part of Firstcall as FHIR R4 (4.0.1): schedules, slots and appointments, and the operations of
// the IHE ITI Scheduling profile, each of which is one of our own RPCs. It has the types it emits and no more, decides
// nothing, stores nothing and knows no client: an appointment's only link to one is the opaque id of an inquiry.
package fhir
