/** A Kotlin text, found by breaking one at random, in which the grammar reads the same place without end. */
export const ENDLESS_KOTLIN = `""{""
enum class l(d:g)
data class t(@e("")r:g=""{//
""
""
  ]     .post(gson.toJson(body).toRequestBody(JSON))
            .build()
        return client.newCall          put("image", image)
            put("mode", if (hd) "pro" else "std")
            put("duration", "5")
        }
        post("/v1/videos/image2video", payload.toString())
        val later = JSONObject()
  `;
