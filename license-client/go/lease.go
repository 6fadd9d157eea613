package licenseclient

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

const (
	leaseType   = "license-lease+jws"
	fileType    = "license-file+jws"
	skewSeconds = 300
)

var day = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// Lease is what a lease or a license file grants. Times are seconds since 1970.
type Lease struct {
	Product, InstanceID, InstallID, Plan, NonceHash string
	Limits                                          map[string]int64
	// UpdatesUntil is nil where every version is covered.
	UpdatesUntil                  *string
	IssuedAt, RunUntil, SeatUntil int64
}

// Expected is whose a lease has to be. Empty is not asked.
type Expected struct {
	Product    string `json:"product"`
	InstallID  string `json:"installId"`
	InstanceID string `json:"instanceId"`
	Nonce      string `json:"nonce"`
	Now        int64  `json:"now"`
}

// HashNonce is what a lease carries of the nonce that it answers.
func HashNonce(nonce string) string {
	sum := sha256.Sum256([]byte(nonce))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

type reader struct {
	claims map[string]any
	isBad  bool
}

func (r *reader) text(name string) string {
	value, isText := r.claims[name].(string)
	r.isBad = r.isBad || !isText
	return value
}

func wholeNumber(value any) (int64, bool) {
	number, isNumber := value.(json.Number)
	if !isNumber {
		return 0, false
	}
	whole, err := strconv.ParseInt(number.String(), 10, 64)
	return whole, err == nil && whole >= 0
}

func (r *reader) seconds(name string) int64 {
	whole, isWhole := wholeNumber(r.claims[name])
	r.isBad = r.isBad || !isWhole
	return whole
}

func (r *reader) limits() map[string]int64 {
	limits := map[string]int64{}
	named, isObject := r.claims["limits"].(map[string]any)
	r.isBad = r.isBad || !isObject
	for name, value := range named {
		limit, isWhole := wholeNumber(value)
		r.isBad = r.isBad || !isWhole
		limits[name] = limit
	}
	return limits
}

func (r *reader) updatesUntil() *string {
	value, isThere := r.claims["updatesUntil"]
	if isThere && value == nil {
		return nil
	}
	text, isText := value.(string)
	r.isBad = r.isBad || !isText || !day.MatchString(text)
	return &text
}

func leaseOf(claims map[string]any, typ string) (Lease, bool) {
	r := &reader{claims: claims}
	version, _ := wholeNumber(claims["v"])
	_, isBoolean := claims["hasMultiTenancy"].(bool)
	r.isBad = version != 1 || !isBoolean
	for _, name := range []string{"iss", "license", "planRevision", "environment"} {
		r.text(name)
	}
	seat := "exp"
	if typ == leaseType {
		seat = "seatUntil"
	}
	lease := Lease{
		Product:      r.text("aud"),
		InstanceID:   r.text("sub"),
		InstallID:    r.text("install"),
		Plan:         r.text("plan"),
		NonceHash:    r.text("nonceHash"),
		Limits:       r.limits(),
		UpdatesUntil: r.updatesUntil(),
		IssuedAt:     r.seconds("iat"),
		RunUntil:     r.seconds("exp"),
		SeatUntil:    r.seconds(seat),
	}
	return lease, !r.isBad && lease.IssuedAt <= lease.RunUntil
}

func foreignness(lease Lease, expected Expected) Fault {
	switch {
	case lease.Product != expected.Product:
		return OtherProduct
	case expected.InstallID != "" && lease.InstallID != expected.InstallID:
		return OtherInstallation
	case expected.InstanceID != "" && lease.InstanceID != expected.InstanceID:
		return OtherInstance
	case expected.Nonce != "" && lease.NonceHash != HashNonce(expected.Nonce):
		return NotTheAnswer
	case lease.IssuedAt > expected.Now+skewSeconds:
		return FromTheFuture
	}
	return ""
}

func openAs(typ, text string, keys KeyRing, expected Expected) (Lease, Fault) {
	claims, fault := openJWS(text, typ, keys)
	if fault != "" {
		return Lease{}, fault
	}
	lease, isWhole := leaseOf(claims, typ)
	if !isWhole {
		return Lease{}, Malformed
	}
	return lease, foreignness(lease, expected)
}

// OpenLease reads a lease and says whether it is one for us. Whether it still runs is asked of Judge.
func OpenLease(text string, keys KeyRing, expected Expected) (Lease, Fault) {
	return openAs(leaseType, text, keys, expected)
}

// OpenFile does the same of a license file, after following the statements that it brings.
func OpenFile(text string, keys KeyRing, expected Expected) (Lease, Fault) {
	compact := strings.Join(strings.Fields(text), "")
	if parts := strings.Split(compact, "."); len(compact) <= longest && len(parts) == 3 {
		var brought struct {
			Statements []string `json:"statements"`
		}
		if body, isDecoded := decode(parts[1]); isDecoded && json.Unmarshal(body, &brought) == nil {
			keys.Follow(brought.Statements)
		}
	}
	return openAs(fileType, compact, keys, expected)
}
