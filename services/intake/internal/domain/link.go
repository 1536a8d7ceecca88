package domain

import (
	"context"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/intake/internal/phone"
)

// linkTime is how long a manage link lives at most; it ends with the start of the call.
const linkTime = 30 * 24 * time.Hour

// issueLink adds a manage link to what is stored and returns its URL. The token is in the fragment, which browsers
// keep to themselves; only its hash is kept here.
func (in *Intake) issueLink(f *File, start time.Time) string {
	expire := f.By.Time.Add(linkTime)
	if !start.IsZero() && start.Before(expire) {
		expire = start
	}
	token := id.Secret()
	f.Changes.Links = append(f.Changes.Links, Link{
		Hash: id.SecretHash(token), Inquiry: f.Inquiry.ID, Expire: expire,
	})
	return in.PublicURL + "/manage#t=" + token
}

// Key is what the holder of a call shows: the token of a manage link, or the confirmation code with the phone number.
type Key struct {
	Token, Code, Phone string
}

// holder finds the inquiry a key stands for. Whatever is wrong with the key, the error is the same.
func (in *Intake) holder(ctx context.Context, k Key) (Inquiry, error) {
	if k.Token != "" {
		return in.Store.Link(ctx, id.SecretHash(k.Token), in.now())
	}
	code, ok := id.NormalizeCode(k.Code)
	if !ok {
		return Inquiry{}, ErrLinkNotFound
	}
	number, ok := phone.Normalize(k.Phone)
	if !ok {
		return Inquiry{}, ErrLinkNotFound
	}
	for label, value := range map[string]string{"code": code, "phone": number} {
		allowed, retryAfter, err := in.Tries.Try(ctx, "consultation lookup:"+label+":"+in.Index.Index("tries", value))
		if err != nil {
			return Inquiry{}, err
		}
		if !allowed {
			return Inquiry{}, ErrTooManyTries.WithRetryAfter(retryAfter)
		}
	}
	i, err := in.Store.ByCode(ctx, code, number)
	if err != nil {
		return Inquiry{}, err
	}
	if len(i.Callback) == 0 && !i.Consultation.Ahead(in.now()) {
		return Inquiry{}, ErrLinkNotFound
	}
	return i, nil
}

// usable reports whether the holder of a key may still do something.
func (i Inquiry) usable() bool {
	return i.Consultation.State == VisitBooked || i.Consultation.Appointment == "" && i.State == New
}
