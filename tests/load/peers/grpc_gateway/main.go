// The peer of the gateway: grpc-gateway, generated from the same proto, in front of the same board service.
//
// It knows one caller, for whom it signs a context every half minute; it checks no session, counts no rates and keeps no
// log, so what it costs is JSON, HTTP and the call alone.
package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/hex"
	"flag"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/golang/protobuf/proto"
	"github.com/grpc-ecosystem/grpc-gateway/runtime"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	board "deputies/board/v1"
	common "deputies/common/v1"
)

// The first key of a caller-keys file: the one that signs.
func readKey(file string) (uint32, []byte) {
	text, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		words := strings.Fields(strings.SplitN(line, "#", 2)[0])
		if len(words) != 2 {
			continue
		}
		id, idError := strconv.ParseUint(words[0], 10, 32)
		key, keyError := hex.DecodeString(words[1])
		if idError != nil || keyError != nil {
			log.Fatalf("%s: bad key", file)
		}
		return uint32(id), key
	}
	log.Fatalf("%s holds no key", file)
	return 0, nil
}

func sign(keyID uint32, key []byte, personID int64) string {
	envelope, err := proto.Marshal(&common.CallerEnvelope{
		Caller:       &common.Caller{Kind: common.Caller_PERSON, PersonId: personID, Voter: true, DisplayName: "选民"},
		ExpireUnixMs: time.Now().Add(time.Minute).UnixNano() / 1e6,
		RequestId:    "grpc-gateway",
	})
	if err != nil {
		log.Fatal(err)
	}
	mac := hmac.New(sha512.New, key)
	mac.Write(envelope)
	signed, err := proto.Marshal(&common.SignedCaller{Envelope: envelope, Mac: mac.Sum(nil)[:32], KeyId: keyID})
	if err != nil {
		log.Fatal(err)
	}
	return string(signed)
}

func main() {
	socket := flag.String("board", "", "unix socket of the board service")
	listen := flag.String("listen", "127.0.0.1:0", "host:port")
	keys := flag.String("keys", "", "caller keys file")
	person := flag.Int64("person", 1, "id of the caller")
	flag.Parse()

	keyID, key := readKey(*keys)
	var signed atomic.Value
	signed.Store(sign(keyID, key, *person))
	go func() {
		for range time.Tick(30 * time.Second) {
			signed.Store(sign(keyID, key, *person))
		}
	}()

	mux := runtime.NewServeMux(
		// As our gateway writes JSON: camelCase, zero values too.
		runtime.WithMarshalerOption(runtime.MIMEWildcard, &runtime.JSONPb{EmitDefaults: true}),
		runtime.WithIncomingHeaderMatcher(func(string) (string, bool) { return "", false }),
		runtime.WithMetadata(func(context.Context, *http.Request) metadata.MD {
			return metadata.Pairs("x-deputies-caller-bin", signed.Load().(string))
		}))
	dial := []grpc.DialOption{grpc.WithInsecure(), grpc.WithContextDialer(
		func(ctx context.Context, address string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", address)
		})}
	if err := board.RegisterMessageServiceHandlerFromEndpoint(
		context.Background(), mux, "passthrough:///"+*socket, dial); err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe(*listen, mux))
}
