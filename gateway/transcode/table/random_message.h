#ifndef GATEWAY_TRANSCODE_TABLE_RANDOM_MESSAGE_H_
#define GATEWAY_TRANSCODE_TABLE_RANDOM_MESSAGE_H_

#include <random>

#include "google/protobuf/message.h"

namespace deputies::gateway::table {

// Fills a message with random values of every field, also odd ones (limits, empty text, quotes,
// 4-byte characters), nested at most `depth` deep. Values stay within what JSON can express: years
// 1-9999, valid UTF-8, known enum numbers.
void FillRandomly(std::mt19937_64* random, int depth, google::protobuf::Message* message);

}  // namespace deputies::gateway::table

#endif  // GATEWAY_TRANSCODE_TABLE_RANDOM_MESSAGE_H_
