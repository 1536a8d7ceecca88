package domain

import (
	"strings"

	"github.com/firstcall-health/firstcall/pkg/id"
)

const inquiryPrefix = "inquiries/"

// InquiryName returns the resource name of the inquiry with the bare id.
func InquiryName(bare string) string { return inquiryPrefix + bare }

// InquiryID returns the bare id in a resource name, or ErrInquiryNotFound when it is none.
func InquiryID(name string) (string, error) {
	bare, ok := strings.CutPrefix(name, inquiryPrefix)
	if !ok || !id.Valid(bare) {
		return "", ErrInquiryNotFound
	}
	return bare, nil
}
